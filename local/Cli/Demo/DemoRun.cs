using Microsoft.Extensions.DependencyInjection;
using OpsAutomation.Cli.Composition;
using OpsAutomation.Cli.Verbs;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Integrations.Arm.Calls;
using OpsAutomation.Runtime.Clock;

namespace OpsAutomation.Cli.Demo;

/// <summary>
/// Two alerts on the real engine, against a simulated Azure, in virtual time: one that automation may mend alone, one that
/// it must ask about. The clock jumps to the next timer while nothing runs, and keeps real time while a person is asked.
/// </summary>
internal sealed class DemoRun
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(40);

    // Of real time, for everything that no person is waited for.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly LocalSystem _system;
    private readonly LocalApi _api;
    private readonly DemoScreen _screen;
    private readonly DemoClock _clock;
    private readonly bool _autoApprove;

    private DemoRun(LocalSystem system, LocalApi api, DemoClock clock, bool autoApprove) =>
        (_system, _api, _screen, _clock, _autoApprove) = (system, api, new DemoScreen(system), clock, autoApprove);

    /// <summary>Runs the demo in a folder of its own, which is deleted after.</summary>
    public static async Task<int> RunAsync(string catalog, bool autoApprove, CancellationToken cancellationToken)
    {
        var data = Directory.CreateTempSubdirectory("ops-demo-");
        try
        {
            DemoScreen.Title();
            var clock = new DemoClock();
            await using var system = await LocalSystem.StartAsync(
                new LocalSystemOptions
                {
                    DataDirectory = data.FullName,
                    CatalogDirectory = catalog,
                    ClockMode = ClockMode.JumpWhenIdle,
                    MayJump = clock.MayJump,
                    SimPort = 0,
                },
                cancellationToken);
            using var api = LocalApi.Open(system.Host.BaseAddress, data);
            return await new DemoRun(system, api, clock, autoApprove).PlayAsync(cancellationToken);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private async Task<int> PlayAsync(CancellationToken cancellationToken)
    {
        _screen.Introduce();
        var well = await ActAsync(
            "cpu-high", "1. An alert that automation may mend alone", "The CPU of the shop's web tier is at 92 %. The playbook adds two instances, within its limits.", cancellationToken);
        well &= await ActAsync(
            "checkout-errors", "2. An alert that a person must decide about", "The checkout answers with server errors. A restart is felt by users, so the playbook asks.", cancellationToken);
        DemoScreen.Conclude(well);
        if (!_autoApprove)
        {
            _screen.StayUp();
            await WaitForInterruptAsync(cancellationToken);
        }

        return well ? ExitCodes.Done : ExitCodes.NotWell;
    }

    private async Task<bool> ActAsync(string sample, string title, string story, CancellationToken cancellationToken)
    {
        _screen.Act(title, story);
        var calls = _system.Host.Services.GetRequiredService<RecentArmCalls>();
        var before = calls.All.Count;
        var alertId = await DemoAlert.FireAsync(_api, sample, _system.Clock, cancellationToken);
        _screen.Fired(sample, alertId);
        var incident = await FollowAsync(await IncidentOfAsync(alertId, cancellationToken), cancellationToken);
        _clock.Hold();
        _screen.Calls(calls.All.Skip(before));
        _screen.Ended(incident);
        return incident.Head.Status == IncidentStatus.Closed && incident.Facts.OfType<Fact.Started>().Any();
    }

    private async Task<string> IncidentOfAsync(string alertId, CancellationToken cancellationToken)
    {
        var deadline = TimeProvider.System.GetUtcNow() + Patience;
        while (TimeProvider.System.GetUtcNow() < deadline)
        {
            if (await DemoAlert.FindIncidentAsync(_api, alertId, cancellationToken) is { } incident)
            {
                return incident;
            }

            _clock.Grant();
            await Task.Delay(Look, TimeProvider.System, cancellationToken);
        }

        throw new CliException($"The alert {alertId} got no disposition within {Patience.TotalSeconds} seconds.");
    }

    private async Task<IncidentFile> FollowAsync(string incidentId, CancellationToken cancellationToken)
    {
        var journal = _system.Host.Services.GetRequiredService<IncidentJournal>();
        var shown = 0;
        var asked = string.Empty;
        var deadline = TimeProvider.System.GetUtcNow() + Patience;
        while (true)
        {
            var file = await journal.RequireAsync(incidentId, cancellationToken);
            foreach (var entry in file.Entries.Skip(shown))
            {
                _screen.Entry(entry);
                deadline = TimeProvider.System.GetUtcNow() + Patience;
            }

            shown = file.Entries.Count;
            if (file.Head.Status is IncidentStatus.Closed or IncidentStatus.Escalated or IncidentStatus.Failed)
            {
                return file;
            }

            if (file.Head.Status == IncidentStatus.AwaitingApproval && file.Facts.OfType<Fact.Notified>().Any())
            {
                var request = file.Facts.OfType<Fact.Asked>().Last();
                if (request.ApprovalId != asked)
                {
                    asked = request.ApprovalId;
                    await AskAsync(file, request, cancellationToken);
                }

                // A person may think as long as the deadline lets them; the run says when it has passed.
                deadline = TimeProvider.System.GetUtcNow() + Patience;
            }
            else
            {
                _clock.Grant();
            }

            if (TimeProvider.System.GetUtcNow() > deadline)
            {
                throw new CliException($"Nothing happened for {Patience.TotalSeconds} seconds: {string.Join(", ", _system.Ledger.Describe())}");
            }

            await Task.Delay(Look, TimeProvider.System, cancellationToken);
        }
    }

    private async Task AskAsync(IncidentFile file, Fact.Asked request, CancellationToken cancellationToken)
    {
        _clock.Hold();
        _screen.Ask(file, request, DemoAlert.ApproveLink(_system, file.Head.Id, request));
        if (_autoApprove)
        {
            var user = _system.Catalog.Routing.Resolve(request.Approvers, _system.Clock.GetUtcNow())[0];
            DemoScreen.Approving(user);
            await DemoAlert.ApproveAsync(_api, file.Head.Id, user, cancellationToken);
        }
    }

    private static async Task WaitForInterruptAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // That is the end.
        }
    }
}

using System.Globalization;
using OpsAutomation.Cli.Rehearsing.Observing;
using OpsAutomation.Cli.Rehearsing.Performing;
using OpsAutomation.Cli.Rehearsing.Scripts;
using OpsAutomation.Cli.Samples;
using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Incidents;

namespace OpsAutomation.Cli.Rehearsing.Campaigns;

/// <summary>
/// A part of a campaign: one system that lives through a number of alerts with whatever the seed draws for them: faults,
/// kills, locks, the kill switch, people who approve, reject, say nothing or work by hand.
/// </summary>
/// <param name="seed">The seed.</param>
/// <param name="alerts">How many alerts fire.</param>
/// <param name="catalog">Folder of the catalogue.</param>
/// <param name="charters">What the observer is told.</param>
/// <param name="guardrails">What protects.</param>
internal sealed class CampaignPart(int seed, int alerts, string catalog, CharterFactory charters, GuardrailSettings guardrails)
{
    private const int LongestGapSeconds = 480;
    private const int LatestCrash = 25;

    // What was added goes back after two hours, and is put off for half an hour at most three times.
    private static readonly TimeSpan Tail = TimeSpan.FromHours(2.5);

    // Patience is of real time, and a long wait has much to do: it is told in slices.
    private static readonly TimeSpan Slice = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan StopLasts = TimeSpan.FromMinutes(20);
    private static readonly TimeSpan LockLasts = TimeSpan.FromMinutes(15);
    private readonly DrawSource _draw = Draws.Of(seed, "campaign");
    private readonly CampaignTally _tally = new();
    private readonly List<Order> _orders = [];
    private readonly HashSet<string> _answered = new(StringComparer.Ordinal);
    private readonly List<(DateTimeOffset At, Func<Rehearsal, Task> Act)> _later = [];
    private readonly List<(string Body, CampaignResource Resource)> _fired = [];
    private long _lastCall;

    /// <summary>Plays it.</summary>
    public async Task<CampaignTally> PlayAsync()
    {
        var folder = RehearsalFolders.Data();
        var estate = Path.Combine(folder, "estate.yaml");
        try
        {
            await File.WriteAllTextAsync(estate, CampaignEstate.Text());
            await using var world = await Rehearsal.On("campaign", new RehearsalSettings
            {
                Seed = seed,
                Catalog = catalog,
                EstatePath = estate,
                Edits = [CampaignEstate.Services],
                Crashes = true,
                Disturbed = true,
            });
            for (var i = 0; i < alerts; i++)
            {
                await WaitAsync(world, world.Now + TimeSpan.FromSeconds(_draw.Next(LongestGapSeconds)));
                await HappenAsync(world);
            }

            await WaitAsync(world, world.Now + Tail);
            await SumUpAsync(world);
        }
        catch (RehearsalException e)
        {
            _tally.Problems.Add((seed, e.Message));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return _tally;
    }

    // One alert, and what the seed draws around it.
    private async Task HappenAsync(Rehearsal world)
    {
        var alert = _draw.Of(CampaignEstate.Alerts);
        var resource = _draw.Of([.. CampaignEstate.Resources.Where(r => r.Type == alert.Type)]);
        if (_draw.Next(10) < 6)
        {
            var fault = _draw.Of(CampaignFault.All);
            _tally.Count($"fault: {fault.Kind}");
            await world.Azure.FaultAsync(fault.Make(resource.Id, _draw));
        }

        if (_draw.Next(10) < 3)
        {
            world.CrashAtNext(_draw.Of([CrashAt.Any, CrashAt.Committed, CrashAt.Answered]), 1 + _draw.Next(LatestCrash));
        }

        await AroundAsync(world, resource);

        // Ill from a while ago on; mostly it gets better some time after.
        var better = _draw.Next(4) == 0 ? (TimeSpan?)null : TimeSpan.FromSeconds(30 + _draw.Next(600));
        await world.Azure.SetMetricAsync(resource.Id, alert.Metric, alert.Ill, better);
        var body = AlertBodies.About(SampleAlerts.Text(alert.Sample)!, resource.Id);
        await FireAsync(world, body, resource);
        _fired.Add((body, resource));
        if (_draw.Next(8) == 0)
        {
            _tally.Count("alert fired again");
            await FireAsync(world, body, resource);
        }
    }

    private async Task AroundAsync(Rehearsal world, CampaignResource resource)
    {
        switch (_draw.Next(24))
        {
            case 0:
                _tally.Count("lock put on");
                await LockAsync(world, resource, "PUT");
                _later.Add((world.Now + LockLasts, w => LockAsync(w, resource, "DELETE")));
                break;
            case 1:
                _tally.Count("kill switch");
                await StopAsync(world, on: true);
                _later.Add((world.Now + StopLasts, w => StopAsync(w, on: false)));
                break;
            case 2 when resource.Id.Contains("ScaleSets", StringComparison.Ordinal) && !resource.IsProtected:
                _tally.Count("scaled by hand");
                await ByHandAsync(() => world.Azure.ScaleByHandAsync(resource.Id, 1 + _draw.Next(5)));
                break;
            case 3 when resource.Id.Contains("virtualMachines/", StringComparison.Ordinal) && !resource.IsProtected:
                _tally.Count("turned off by hand");
                await ByHandAsync(() => world.Azure.PowerOffByHandAsync(resource.Id));
                _later.Add((world.Now + LockLasts, w => ByHandAsync(() => w.Azure.ByHandAsync("POST", $"{resource.Id}/start?api-version=2024-07-01", null))));
                break;
            case 4 or 5 when _fired.Count > 0:
                _tally.Count("alert resolved");
                await world.PostAlert(AlertBodies.At(AlertBodies.Resolved(_draw.Of(_fired).Body), world.Now), "azure-monitor");
                break;
            default:
                break;
        }
    }

    private async Task FireAsync(Rehearsal world, string body, CampaignResource resource)
    {
        await OrderAsync(world, OrderKind.Alert, resource.Id.ToLowerInvariant());
        _tally.Alerts++;
        await world.PostAlert(AlertBodies.At(body, world.Now), "azure-monitor");
    }

    private async Task StopAsync(Rehearsal world, bool on)
    {
        await OrderAsync(world, on ? OrderKind.Stop : OrderKind.GoOn, string.Empty);
        await world.Part<KillSwitch>().SetAsync(on, "ana", "As the campaign draws.");
    }

    private static Task LockAsync(Rehearsal world, CampaignResource resource, string method) => ByHandAsync(() => method == "PUT"
        ? world.Azure.LockAsync(resource.Id)
        : world.Azure.ByHandAsync("DELETE", $"{resource.Id}/providers/Microsoft.Authorization/locks/by-hand?api-version=2020-05-01", null));

    // Faults and locks strike whoever calls: a person who meets one goes home.
    private static async Task ByHandAsync(Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (Exception e) when (e is InvalidOperationException or HttpRequestException)
        {
            // As said.
        }
    }

    // Lets time pass, and people answer what they are asked meanwhile.
    private async Task WaitAsync(Rehearsal world, DateTimeOffset until)
    {
        while (true)
        {
            var next = _later.Count > 0 && _later.Min(l => l.At) is var due && due < until ? due : until;
            await world.Wake(next < world.Now + Slice ? next : world.Now + Slice, () => Asked(world) is not null);
            if (Asked(world) is { } asked)
            {
                await AnswerAsync(world, asked);
            }
            else if (_later.FindIndex(l => l.At <= world.Now) is >= 0 and var index)
            {
                var act = _later[index].Act;
                _later.RemoveAt(index);
                await act(world);
            }
            else if (world.Now >= until)
            {
                return;
            }
        }
    }

    private string? Asked(Rehearsal world) => world.HeadsAsync().GetAwaiter().GetResult()
        .FirstOrDefault(h => h.Status == IncidentStatus.AwaitingApproval && !_answered.Contains(Key(h)))?.Id;

    // Whoever said nothing says nothing; a new question comes with new entries.
    private static string Key(Incident head) => string.Create(CultureInfo.InvariantCulture, $"{head.Id} {head.LastSequence}");

    private async Task AnswerAsync(Rehearsal world, string id)
    {
        var file = await world.Part<IncidentJournal>().ReadAsync(id);
        _answered.Add(Key(file!.Head));
        if (!Rehearsal.Asks(file))
        {
            return;
        }

        var answer = _draw.Next(20);
        if (answer == 0)
        {
            _tally.Count("nobody answered");
            return;
        }

        var decision = answer < 4 ? "reject" : "approve";
        try
        {
            _tally.Count(decision == "reject" ? "rejected" : "approved");
            await world.Decide(id, _draw.Of(["ana", "ben"]), decision);
        }
        catch (RehearsalException)
        {
            _tally.Count("decision not accepted");
        }
    }

    private async Task OrderAsync(Rehearsal world, OrderKind kind, string resource)
    {
        var calls = await world.Azure.CallsAsync(_lastCall);
        _lastCall = calls.Count == 0 ? _lastCall : calls[^1].Sequence;
        _orders.Add(new Order(_lastCall, kind, resource));
    }

    private async Task SumUpAsync(Rehearsal world)
    {
        var heads = await world.HeadsAsync();
        _tally.Incidents = heads.Count;
        foreach (var end in heads.GroupBy(h => h.Status))
        {
            _tally.Ends[end.Key.ToString().ToLowerInvariant()] = end.Count();
        }

        foreach (var crash in world.Crashes)
        {
            _tally.Count($"killed after {(crash.Contains("answered", StringComparison.Ordinal) ? "an answer" : "a commit")}");
        }

        var report = Observer.Judge(await world.Azure.CallsAsync(), charters.For(EstateMap.Read(CampaignEstate.Text(), guardrails), _orders));
        _tally.Effects = report.Effects;
        _tally.Findings.AddRange(report.Findings.Select(f => (seed, f)));
    }
}

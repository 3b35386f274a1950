using System.Globalization;
using OpsAutomation.Cli.Rehearsing.Observing;
using OpsAutomation.Cli.Rehearsing.Performing;
using OpsAutomation.Cli.Rehearsing.Scripts;
using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Incidents;

namespace OpsAutomation.Cli.Rehearsing.Campaigns;

/// <summary>
/// A part of a campaign: one system that lives through alerts, until they have opened a number of incidents, with whatever the
/// seed draws for them: faults, kills, locks, holds, the kill switch, people who approve, reject, say nothing or work by hand.
/// </summary>
/// <param name="seed">The seed.</param>
/// <param name="incidents">How many incidents are to be opened.</param>
/// <param name="catalog">Folder of the catalogue.</param>
/// <param name="charters">What the observer is told.</param>
/// <param name="guardrails">What protects.</param>
internal sealed class CampaignPart(int seed, int incidents, string catalog, CharterFactory charters, GuardrailSettings guardrails)
{
    private const int LongestGapSeconds = 900;
    private const int LatestCrash = 40;
    private const int LatestDisturbance = 180;
    private const int LongestHandedMinutes = 60;
    private const int MostAlertsPerIncident = 4;

    // What was added goes back after two hours, and is put off for half an hour at most three times.
    private static readonly TimeSpan Tail = TimeSpan.FromHours(2.5);

    // Patience is of real time, and a long wait has much to do: it is told in slices.
    private static readonly TimeSpan Slice = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan FreezeAfter = TimeSpan.FromMinutes(40);
    private static readonly TimeSpan FreezeLasts = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan DeploymentBefore = TimeSpan.FromMinutes(3);
    private readonly DrawSource _draw = Draws.Of(seed, "campaign");
    private readonly CampaignTally _tally = new(seed);
    private readonly HashSet<string> _answered = new(StringComparer.Ordinal);
    private readonly List<(DateTimeOffset At, Func<Task> Act)> _later = [];
    private readonly HashSet<string> _drawn = new(StringComparer.Ordinal);
    private readonly HashSet<string> _handed = new(StringComparer.Ordinal);
    private readonly List<(string Body, CampaignResource Resource)> _fired = [];
    private CampaignWorld _world = null!;
    private CampaignPeople _people = null!;

    /// <summary>Plays it.</summary>
    public async Task<CampaignTally> PlayAsync()
    {
        var folder = RehearsalFolders.Data();
        var estate = Path.Combine(folder, "estate.yaml");
        try
        {
            await File.WriteAllTextAsync(estate, CampaignEstate.Text());
            var freeze = (From: Rehearsal.Start + FreezeAfter, Until: Rehearsal.Start + FreezeAfter + FreezeLasts);
            await using var rehearsal = await Rehearsal.On("campaign", new RehearsalSettings
            {
                Seed = seed,
                Catalog = catalog,
                EstatePath = estate,
                Edits = [CampaignEstate.Services, CampaignEstate.AlwaysOn, CampaignEstate.Senders, .. seed % 2 == 0 ? [CampaignEstate.Freeze(freeze.From, freeze.Until)] : Array.Empty<(string, string, string)>()],
                Crashes = true,
                Disturbed = true,
            });
            _world = new CampaignWorld(rehearsal, _draw, _tally);
            _people = new CampaignPeople(_world, _draw, _tally);
            while ((await rehearsal.HeadsAsync()).Count < incidents && _tally.Alerts < incidents * MostAlertsPerIncident)
            {
                await WaitAsync(rehearsal.Now + TimeSpan.FromSeconds(_draw.Next(LongestGapSeconds)));
                await HappenAsync();
            }

            await WaitAsync(rehearsal.Now + Tail);
            await SumUpAsync(rehearsal, seed % 2 == 0 ? [freeze] : []);
        }
        catch (RehearsalException e)
        {
            _tally.Problem(e.Message);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return _tally;
    }

    // One alert, and what the seed draws around it.
    private async Task HappenAsync()
    {
        var rehearsal = _world.Rehearsal;
        var alert = _draw.Of(CampaignAlert.All);
        var resource = Draw(alert.Type);
        if (_draw.Next(10) < 5)
        {
            var fault = _draw.Of(CampaignFault.All);
            _tally.Count($"fault: {fault.Kind}");
            await rehearsal.Azure.FaultAsync(fault.Make(resource, _draw));
        }

        if (_draw.Next(10) < 3)
        {
            rehearsal.CrashAtNext(_draw.Of([CrashAt.Any, CrashAt.Committed, CrashAt.Answered]), 1 + _draw.Next(LatestCrash));
        }

        await AroundAsync(resource, _draw.Next(6) == 0 ? TimeSpan.Zero : _draw.Next(5) == 0 ? TimeSpan.FromSeconds(5 + _draw.Next(LatestDisturbance)) : null);
        if (alert.AfterDeployment)
        {
            await rehearsal.PostAlert(AlertBodies.At(CampaignAlert.Deployment(resource), rehearsal.Now), "deployment");
            await WaitAsync(rehearsal.Now + DeploymentBefore);
        }

        await _world.MakeIllAsync(alert, resource);
        await _world.FireAsync(alert, resource);
        if (!alert.IsRaised && alert.Source == "azure-monitor")
        {
            _fired.Add((alert.Body(resource), resource));
        }

        if (_draw.Next(8) == 0)
        {
            _tally.Count("alert fired again");
            await _world.FireAsync(alert, resource);
        }
    }

    // Mostly one that no alert was about yet: after a run a resource is left alone for a while, up to a day.
    private CampaignResource Draw(string type)
    {
        var all = CampaignEstate.Resources.Where(r => r.Type == type).ToList();
        var rested = all.Where(r => !_drawn.Contains(r.Id)).ToList();
        var resource = _draw.Of(rested.Count == 0 || _draw.Next(4) == 0 ? all : rested);
        _drawn.Add(resource.Id);
        return resource;
    }

    // Something gets in the way: before the alert, or while it is dealt with.
    private async Task AroundAsync(CampaignResource resource, TimeSpan? disturbed)
    {
        if (_fired.Count > 0 && _draw.Next(10) == 0)
        {
            _tally.Count("alert resolved");
            await _world.Rehearsal.PostAlert(AlertBodies.At(AlertBodies.Resolved(_draw.Of(_fired).Body), _world.Rehearsal.Now), "azure-monitor");
        }

        if (disturbed == TimeSpan.Zero)
        {
            await DisturbAsync(resource);
        }
        else if (disturbed is { } after)
        {
            _later.Add((_world.Rehearsal.Now + after, () => DisturbAsync(resource)));
        }
    }

    private async Task DisturbAsync(CampaignResource resource)
    {
        if (await _world.DisturbAsync(resource) is { } end)
        {
            _later.Add((_world.Rehearsal.Now + end.After, end.Act));
        }
    }

    // Lets time pass, and people answer what they are asked meanwhile.
    private async Task WaitAsync(DateTimeOffset until)
    {
        var rehearsal = _world.Rehearsal;
        while (true)
        {
            var next = _later.Count > 0 && _later.Min(l => l.At) is var due && due < until ? due : until;
            await TakeOverAsync();
            await rehearsal.Wake(next < rehearsal.Now + Slice ? next : rehearsal.Now + Slice, () => Asked() is not null);
            if (Asked() is { } asked)
            {
                await AnswerAsync(asked);
            }
            else if (_later.FindIndex(l => l.At <= rehearsal.Now) is >= 0 and var index)
            {
                var act = _later[index].Act;
                _later.RemoveAt(index);
                await act();
            }
            else if (rehearsal.Now >= until)
            {
                return;
            }
        }
    }

    // What was handed to a person is done by hand after a while, and closed.
    private async Task TakeOverAsync()
    {
        foreach (var head in await _world.Rehearsal.HeadsAsync())
        {
            if (head.Status is IncidentStatus.Escalated or IncidentStatus.Failed && _handed.Add(Key(head)))
            {
                _later.Add((_world.Rehearsal.Now + TimeSpan.FromMinutes(5 + _draw.Next(LongestHandedMinutes)), () => _people.CloseAsync(head.Id)));
            }
        }
    }

    private Incident? Asked() => _world.Rehearsal.HeadsAsync().GetAwaiter().GetResult()
        .FirstOrDefault(h => h.Status == IncidentStatus.AwaitingApproval && !_answered.Contains(Key(h)));

    // Whoever said nothing says nothing; a new question comes with new entries.
    private static string Key(Incident head) => string.Create(CultureInfo.InvariantCulture, $"{head.Id} {head.LastSequence}");

    private async Task AnswerAsync(Incident asked)
    {
        _answered.Add(Key(asked));
        var file = await _world.Rehearsal.Part<IncidentJournal>().ReadAsync(asked.Id);
        if (file is not null && file.Facts.OfType<Fact.Asked>().LastOrDefault() is { } question)
        {
            await _people.AnswerAsync(file.Head, question, [.. file.Facts.OfType<Fact.Decided>().Where(d => d.ApprovalId == question.ApprovalId).Select(d => d.By)]);
        }
    }

    // The journal of the incident that was at work there, for whoever looks into it.
    private static async Task<string> StoryAsync(Rehearsal rehearsal, IReadOnlyList<Incident> heads, Finding finding)
    {
        var about = heads.Where(h => h.OpenedAt <= finding.Call.At && h.Resource is { } r && Targets.Cover(r.ToLowerInvariant(), finding.Call.Target)).MaxBy(h => h.OpenedAt);
        return Rehearsal.Story(about is null ? null : await rehearsal.Part<IncidentJournal>().ReadAsync(about.Id));
    }

    private async Task SumUpAsync(Rehearsal rehearsal, Incident head)
    {
        var file = await rehearsal.Part<IncidentJournal>().ReadAsync(head.Id);
        if (file is null)
        {
            _tally.Problem($"{head.Id} is listed and not there.");
            return;
        }

        _tally.Acted += file.Facts.Any(f => f is Fact.Started) ? 1 : 0;
        if (file.Facts.OfType<Fact.EscalatedTo>().LastOrDefault() is { } handed)
        {
            _tally.Escalation(EscalationReason.Of(handed.Reason));
        }
    }

    private async Task SumUpAsync(Rehearsal rehearsal, IReadOnlyList<(DateTimeOffset From, DateTimeOffset Until)> freezes)
    {
        var heads = await rehearsal.HeadsAsync();
        _tally.Incidents = heads.Count;
        foreach (var end in heads.GroupBy(h => h.Status))
        {
            _tally.Ends[end.Key.ToString().ToLowerInvariant()] = end.Count();
        }

        foreach (var head in heads)
        {
            await SumUpAsync(rehearsal, head);
        }

        foreach (var crash in rehearsal.Crashes)
        {
            _tally.Count($"killed after {(crash.Contains("answered", StringComparison.Ordinal) ? "an answer" : "a commit")}");
        }

        var calls = await rehearsal.Azure.CallsAsync();
        var charter = charters.ForCampaign(EstateMap.Read(CampaignEstate.Text(), guardrails), _world.Orders) with { Freezes = freezes };
        var report = Observer.Judge(calls, charter);
        _tally.Effects = report.Effects;
        foreach (var call in calls.Where(c => c.Changes && c.Done && c.Principal == charter.Principal))
        {
            _tally.Action(CampaignActions.NameOf(call));
        }

        foreach (var finding in report.Findings)
        {
            _tally.Findings.Add((seed, finding, await StoryAsync(rehearsal, heads, finding)));
        }
    }
}

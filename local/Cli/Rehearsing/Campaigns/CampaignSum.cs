using System.Globalization;
using OpsAutomation.Cli.Rehearsing.Observing;
using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Incidents;

namespace OpsAutomation.Cli.Rehearsing.Campaigns;

/// <summary>Adds up a part of a campaign: how its incidents stand, why people have them, and what the observer says.</summary>
/// <param name="seed">Seed of the part.</param>
/// <param name="rehearsal">The system.</param>
/// <param name="tally">Where it is counted.</param>
internal sealed class CampaignSum(int seed, Rehearsal rehearsal, CampaignTally tally)
{
    /// <summary>Adds it up.</summary>
    /// <param name="charter">What the observer is told.</param>
    /// <param name="report">Folder for the journals; null for none.</param>
    public async Task AddUpAsync(Charter charter, DirectoryInfo? report)
    {
        var heads = await rehearsal.HeadsAsync();
        tally.Incidents = heads.Count;
        foreach (var end in heads.GroupBy(h => h.Status))
        {
            tally.Ends[end.Key.ToString().ToLowerInvariant()] = end.Count();
        }

        foreach (var crash in rehearsal.Crashes)
        {
            tally.Count($"killed after {(crash.Contains("answered", StringComparison.Ordinal) ? "an answer" : "a commit")}");
        }

        var stories = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var head in heads)
        {
            stories[head.Id] = await AddAsync(head);
        }

        if (report is not null)
        {
            report.Create();
            await File.WriteAllLinesAsync(Path.Combine(report.FullName, string.Create(CultureInfo.InvariantCulture, $"seed-{seed}.txt")), stories.Values);
        }

        await LookForLeasesAsync(heads);
        var calls = await rehearsal.Azure.CallsAsync();
        var seen = Observer.Judge(calls, charter);
        tally.Effects = seen.Effects;
        foreach (var call in calls.Where(c => c.Changes && c.Done && c.Principal == charter.Principal))
        {
            tally.Action(CampaignActions.NameOf(call));
        }

        tally.Findings.AddRange(seen.Findings.Select(f => (seed, f, AtWork(heads, f) is { } head ? stories[head.Id] : string.Empty)));
    }

    private async Task<string> AddAsync(Incident head)
    {
        if (await rehearsal.Part<IncidentJournal>().ReadAsync(head.Id) is not { } file)
        {
            tally.Problem($"{head.Id} is listed and not there.");
            return string.Empty;
        }

        tally.Acted += file.Facts.Any(f => f is Fact.Started) ? 1 : 0;
        if (file.Facts.OfType<Fact.EscalatedTo>().LastOrDefault() is { } handed)
        {
            tally.Escalation(EscalationReason.Of(handed.Reason));
        }

        return $"{head.Id} {head.Title} ({head.Resource}){Environment.NewLine}{Rehearsal.Story(file)}{Environment.NewLine}";
    }

    // Whose incident is over holds nothing.
    private async Task LookForLeasesAsync(IReadOnlyList<Incident> heads)
    {
        var over = heads.Where(h => h.Status == IncidentStatus.Closed).Select(h => h.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var lease in (await rehearsal.Part<GuardrailLedger>().LeasesAsync()).Where(l => over.Contains(l.IncidentId)))
        {
            tally.Problem($"{lease.IncidentId} is closed and still holds {lease.Resource}.");
        }
    }

    // The incident that was at work there.
    private static Incident? AtWork(IReadOnlyList<Incident> heads, Finding finding) => heads
        .Where(h => h.OpenedAt <= finding.Call.At && h.Resource is { } resource && Targets.Cover(resource.ToLowerInvariant(), finding.Call.Target))
        .MaxBy(h => h.OpenedAt);
}

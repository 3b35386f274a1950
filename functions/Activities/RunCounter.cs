using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.EarnedAutonomy;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Playbooks.Planning;
using OpsAutomation.Core.Playbooks.Running;

namespace OpsAutomation.Functions.Activities;

/// <summary>Counts a run for what its playbook has earned: once, and once more when a person takes back what it did.</summary>
public sealed class RunCounter(OpsCatalog catalog, AutonomyLedger autonomy, ActionLookup actions, IChangeLog changes, TimeProvider clock)
{
    /// <summary>Counts it, and says so.</summary>
    /// <param name="file">The incident.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>What was counted, for the journal; and what follows for the playbook, for people, or null when nothing does.</returns>
    public async Task<(string Text, string? Effect)> CountAsync(IncidentFile file, CancellationToken cancellationToken)
    {
        var pinned = file.Pinned ?? throw new InvalidOperationException("The run has no pinned playbook.");
        if (RunJudge.Of(file, await DoneAsync(file, cancellationToken), clock.GetUtcNow()) is not { } verdict)
        {
            return ("The run says nothing about what its playbook may do on its own.", null);
        }

        // A run of another content would start that content's record anew, over what the present one has earned.
        if (catalog.Playbooks.FirstOrDefault(p => p.Name == pinned.Playbook.Name) is { } now && PlaybookHash.Pin(now, catalog.Playbooks).Hash != pinned.Hash)
        {
            return ($"The run is not counted, since the playbook was edited meanwhile and earns anew. {verdict.Reason}", null);
        }

        var (_, after) = await autonomy.CountAsync(pinned, AutonomyRules.ClassOf(pinned.Playbook), verdict, cancellationToken);
        var effect = after.Verdicts.FirstOrDefault(v => v.IncidentId == verdict.IncidentId)?.Effect;
        return ($"Counted for what {pinned.Playbook.Name} has earned ({Words(verdict)}): {verdict.Reason} {effect}".TrimEnd(), effect);
    }

    private static string Words(RunVerdict verdict) => string.Join(
        ", ",
        new[]
        {
            verdict.Agreement switch { Agreement.Agreed => "people agreed", Agreement.Disagreed => "people disagreed", _ => "nobody was asked" },
            verdict.Outcome switch { RunOutcome.Good => "good", RunOutcome.Bad => "bad", _ => "nothing done" },
        });

    // Asked where it only watched, and not for what it did itself.
    private async Task<bool?> DoneAsync(IncidentFile file, CancellationToken cancellationToken)
    {
        if (!RunState.Of(file).OnlyWatched)
        {
            return null;
        }

        var closed = file.Entries.LastOrDefault(e => e.Status == IncidentStatus.Closed && e.Fact is Fact.Ended)?.At ?? clock.GetUtcNow();
        var plans = new List<(ActionDescriptor Action, IReadOnlyList<SeenChange>? Seen)>();
        foreach (var step in file.Entries.Where(e => e.Fact is Fact.Planned).GroupBy(e => ((Fact.Planned)e.Fact).StepId, StringComparer.Ordinal))
        {
            var plan = ((Fact.Planned)step.Last().Fact).Plan;
            plans.Add((actions.Find(plan.Action).Descriptor, await changes.ByOthersAsync(plan.Target.ResourceId, step.First().At, closed, cancellationToken)));
        }

        return ShadowComparison.Done(plans);
    }
}

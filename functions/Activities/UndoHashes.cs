using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Playbooks.Planning;
using OpsAutomation.Core.Playbooks.Running;

namespace OpsAutomation.Functions.Activities;

/// <summary>The hash that a person's undo was confirmed by, computed anew when its turn comes.</summary>
public sealed class UndoHashes(OpsCatalog catalog)
{
    /// <summary>The hash of taking a step back as a part of an undo that was asked for.</summary>
    /// <param name="file">The incident.</param>
    /// <param name="asked">The undo.</param>
    /// <param name="stepId">The step.</param>
    /// <param name="inverse">The plan of its inverse as the world is now.</param>
    public string HashOf(IncidentFile file, Fact.UndoAsked asked, string stepId, ActionPlan inverse)
    {
        ArgumentNullException.ThrowIfNull(asked);
        var ids = asked.Steps.Select(s => s.StepId).ToList();
        var entries = UndoLedger.Of(file).Where(e => ids.Contains(e.StepId, StringComparer.Ordinal)).ToList();
        return HashOf(file, entries, stepId, inverse);
    }

    /// <summary>The hash of taking a step back together with others.</summary>
    /// <param name="file">The incident.</param>
    /// <param name="entries">The changes in the order in which they are taken back.</param>
    /// <param name="stepId">The step.</param>
    /// <param name="inverse">The plan of its inverse; not looked at where a newer change of the same resource goes first.</param>
    public string HashOf(IncidentFile file, IReadOnlyList<UndoEntry> entries, string stepId, ActionPlan? inverse)
    {
        ArgumentNullException.ThrowIfNull(file);
        var done = entries.First(e => e.StepId == stepId).Operation.Plan;
        return UndoHash.Of(catalog.Routing.Environment, file.Pinned!.Hash, done, UndoHash.IsAfterAnother(entries, stepId) ? null : inverse);
    }
}

using System.Text.Json.Nodes;
using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Playbooks.Running;

namespace OpsAutomation.Core.Playbooks.Planning;

/// <summary>What a person confirms when they take changes back, as numbers.</summary>
public static class UndoHash
{
    /// <summary>
    /// Hash of taking one change back. Where a newer change of the same resource goes first, the inverse cannot be planned on
    /// the world as it is: then it is the hash of what the ledger says, and only the check for conflicts knows the world.
    /// </summary>
    /// <param name="environment">Name of the environment.</param>
    /// <param name="playbookHash">Hash of the pinned playbook.</param>
    /// <param name="done">What was done.</param>
    /// <param name="inverse">The plan of its inverse; null where a newer change goes first.</param>
    public static string Of(string environment, string playbookHash, ActionPlan done, ActionPlan? inverse)
    {
        ArgumentNullException.ThrowIfNull(done);
        return PlanHash.Of(environment, playbookHash, inverse ?? done with
        {
            Action = done.Inverse!.Action,
            Parameters = (JsonObject)done.Inverse.Parameters.DeepClone(),
            Preconditions = new JsonObject { ["after"] = "newer changes of the same resource" },
        });
    }

    /// <summary>Hash of a whole undo: its changes in the order in which they are taken back.</summary>
    public static string OfAll(string incidentId, IEnumerable<UndoStep> steps) => CanonicalJson.Hash(new JsonObject
    {
        ["format"] = PlanHash.Format,
        ["undo"] = incidentId,
        ["steps"] = new JsonArray([.. steps.Select(s => (JsonNode)new JsonObject { ["operation"] = s.OperationId, ["hash"] = s.Hash })]),
    });

    /// <summary>Whether a newer change of the same resource goes before this one.</summary>
    /// <param name="entries">The changes in the order in which they are taken back.</param>
    /// <param name="stepId">The step of the one that is meant.</param>
    public static bool IsAfterAnother(IEnumerable<UndoEntry> entries, string stepId)
    {
        var before = entries.TakeWhile(e => !string.Equals(e.StepId, stepId, StringComparison.Ordinal)).ToList();
        var target = entries.First(e => string.Equals(e.StepId, stepId, StringComparison.Ordinal)).Operation.Plan.Target.ResourceId;
        return before.Exists(e => string.Equals(e.Operation.Plan.Target.ResourceId, target, StringComparison.OrdinalIgnoreCase));
    }
}

using System.Text.Json.Nodes;
using OpsAutomation.Core.Incidents;

namespace OpsAutomation.Core.Playbooks.Running;

/// <summary>A step as it stands in a run, for those who carry commands out: what to do, on what, with what.</summary>
/// <param name="Step">The step of the pinned playbook.</param>
/// <param name="Resource">ARM id of what it acts on; null where the incident names no resource.</param>
/// <param name="With">The parameters, every template replaced by what was written down.</param>
/// <param name="Limits">The strictest limits of the playbooks around the step: smallest capacity, longest cooldown, fewest runs a day.</param>
/// <param name="Risk">The gravest risk of the playbooks around the step.</param>
public sealed record StepInRun(Step Step, string? Resource, JsonObject With, PlaybookLimits Limits, Risk Risk)
{
    /// <summary>The playbooks that were called on the way to the step, each held to its own limits and breaker; the run's own is not among them.</summary>
    public IReadOnlyList<string> Called { get; init; } = [];

    /// <summary>Finds a step of a run by its id; the same for a step and for taking it back. Null when the run has none.</summary>
    public static StepInRun? Find(IncidentFile file, string stepId)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(stepId);
        if (file.Pinned is not { } pinned)
        {
            return null;
        }

        var state = RunState.Of(file);
        var tree = RunTree.Of(pinned, state);
        var id = stepId.StartsWith(RunState.UndoPrefix, StringComparison.Ordinal) ? stepId[RunState.UndoPrefix.Length..] : stepId;
        return tree.Find(id) is { Kind: NodeKind.Leaf } node
            ? new(
                node.Step,
                tree.TargetOf(node, file.Head.Resource),
                (JsonObject)(state.Evaluated(id)?.With ?? node.Step.With).DeepClone(),
                new PlaybookLimits(node.Frame.MaxCapacity, node.Frame.Cooldown, node.Frame.MaxRunsPerDay),
                node.Frame.Risk)
            { Called = node.Frame.Called }
            : null;
    }
}

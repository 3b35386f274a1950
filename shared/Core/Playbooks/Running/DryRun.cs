using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Playbooks.BuiltIn;

namespace OpsAutomation.Core.Playbooks.Running;

/// <summary>What a look at a run that is not carried out wants next.</summary>
/// <param name="StepId">The step as it stands in the run.</param>
/// <param name="MustEvaluate">Whether its expressions are to be evaluated first; else it is a step that runs an action.</param>
/// <param name="BuiltIn">Whether its action changes nothing and is part of the run itself.</param>
/// <param name="Step">The step of the playbook.</param>
public sealed record DryStep(string StepId, bool MustEvaluate, bool BuiltIn, Step Step);

/// <summary>Walks the steps of a playbook in their order without carrying anything out. Pure.</summary>
public static class DryRun
{
    /// <summary>The next step that was not looked at, or null when all were.</summary>
    /// <param name="file">The incident, with what was evaluated so far.</param>
    /// <param name="seen">The steps that were looked at.</param>
    public static DryStep? Next(IncidentFile file, IReadOnlySet<string> seen)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(seen);
        return file.Pinned is { } pinned && RunState.Of(file) is var state ? Find(RunTree.Of(pinned, state).Root, state, seen) : null;
    }

    /// <summary>Whether a person must approve a step before it acts; only watching needs no approval.</summary>
    public static bool NeedsApproval(IncidentFile file, string stepId, ActionPlan plan)
    {
        ArgumentNullException.ThrowIfNull(file);
        return RunTree.Of(file)?.Find(stepId) is { } node && StepFlow.NeedsApproval(node, plan);
    }

    /// <summary>How much the run may do on its own: what was recorded when the playbook was chosen, and never more than it declares.</summary>
    public static Autonomy? AutonomyOf(IncidentFile file) => RunTree.Of(file)?.Root.Frame.Autonomy;

    private static DryStep? Find(RunNode node, RunState state, IReadOnlySet<string> seen)
    {
        if (node.HasInputs && node.Id.Length > 0)
        {
            switch (state.Evaluated(node.Id))
            {
                case null:
                    return new(node.Id, MustEvaluate: true, BuiltIn: false, node.Step);
                case { Skipped: not null } or { Error: not null }:
                    return null;
                default:
                    break;
            }
        }

        return node.Kind == NodeKind.Leaf
            ? seen.Contains(node.Id) ? null : new(node.Id, MustEvaluate: false, BuiltInActions.Is(node.Step.Action), node.Step)
            : node.Children.Select(c => Find(c, state, seen)).FirstOrDefault(s => s is not null);
    }
}

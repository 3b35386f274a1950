using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Playbooks.BuiltIn;
using OpsAutomation.Core.Playbooks.Loading;

namespace OpsAutomation.Core.Playbooks.Validation;

/// <summary>What must hold between the parts of a playbook. Each rule has its code in docs/diagnostics.md.</summary>
internal sealed class PlaybookRules(PlaybookDraft draft, IReadOnlyCollection<ActionDescriptor> actions)
{
    private readonly Playbook _playbook = draft.Playbook;
    private bool _counts;
    private bool _canUndo;

    internal void Check()
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var step in draft.AllSteps())
        {
            if (step.Step.Id.Length > 0 && !ids.Add(step.Step.Id))
            {
                step.Map.Error("OPS1103", "id", $"Step id '{step.Step.Id}' is used twice.");
            }
        }

        foreach (var step in draft.Steps)
        {
            Check(step, ownTarget: false);
        }

        CheckCapacity(draft.Root);
        CheckParameters(draft.Root);
    }

    private void Check(StepDraft step, bool ownTarget)
    {
        ownTarget |= step.Step.Target is not null || step.Step.ForEach is not null;
        foreach (var child in step.Children.SelectMany(c => c))
        {
            Check(child, ownTarget);
        }

        if (step.Step.IsAction && BuiltInActions.Find(step.Step.Action, actions) is { } action)
        {
            _counts |= action.ChangesCount;
            _canUndo |= action.Reversibility == Reversibility.Reversible;
            CheckAction(step.Step, step.Map, action, ownTarget);
        }

        // What a playbook that is called can take back stands in another file.
        _canUndo |= step.Step.Calls is not null;
        if (step.Step.OnFailure == OnFailure.Undo && !_canUndo && IsKnown(step))
        {
            step.Map.Error("OPS1117", "onFailure", "Nothing up to this step can be taken back; write 'escalate'.");
        }

        if (step.Step is { Canary: not null, ForEach: not null } && step.WithThoseIn().All(s => s.Step.Verify is null && s.Step.Calls is null))
        {
            step.Map.Error("OPS1153", "canary", "The first of the list must prove itself: a step in it needs 'verify'.");
        }
    }

    private bool IsKnown(StepDraft step) => !step.Step.IsAction || BuiltInActions.Find(step.Step.Action, actions) is not null;

    private void CheckAction(Step step, YamlMap map, ActionDescriptor action, bool ownTarget)
    {
        if (!ownTarget && _playbook.Match.ResourceType.Length > 0 && !action.IsFor(_playbook.Match.ResourceType))
        {
            map.Error("OPS1106", "action", $"Action {action.Name} is for {action.ResourceType}; the playbook matches {_playbook.Match.ResourceType}.");
        }

        if (step.Ttl is not null && action.Reversibility != Reversibility.Reversible)
        {
            map.Error("OPS1110", "ttl", $"Action {action.Name} cannot be taken back, so it cannot expire; leave 'ttl' out.");
        }

        if (action.Reversibility == Reversibility.Irreversible && (step.Approval?.Quorum ?? 0) < 2)
        {
            map.Error("OPS1116", step.Approval is null ? "action" : "approval", $"Action {action.Name} cannot be undone: it needs an 'approval' with a 'quorum' of at least 2.");
        }

        CheckApproval(step, map);
    }

    private void CheckApproval(Step step, YamlMap map)
    {
        var alone = _playbook.Autonomy == Autonomy.Auto && _playbook.Risk == Risk.Low;
        if (step is { Approval: null, ChangesNothing: false } && !alone && _playbook.Autonomy != Autonomy.Shadow)
        {
            map.Error("OPS1111", "approval", $"Step '{step.Id}' needs an 'approval': only a playbook with autonomy auto and risk low acts alone.");
        }

        if (step.Approval is { } approval
            && People(approval) is var all
            && !all.Exists(a => a.Contains(':', StringComparison.Ordinal))
            && all.Distinct(StringComparer.OrdinalIgnoreCase).Count() is var people and > 0
            && approval.Quorum > people)
        {
            map.Error("OPS1114", "approval", $"A quorum of {approval.Quorum} cannot be reached by {people} approver(s).");
        }
    }

    private static List<string> People(StepApproval approval) =>
        [.. approval.Approvers.Concat((approval.Escalation ?? []).SelectMany(e => e.Approvers))];

    private void CheckCapacity(YamlMap root)
    {
        if (!root.Has("limits") || !draft.AllSteps().All(IsKnown))
        {
            return;
        }

        if (_counts && _playbook.Limits.MaxCapacity is null)
        {
            root.Error("OPS1109", "limits", "'limits.maxCapacity' is required: an action of this playbook changes a count.");
        }

        if (!_counts && _playbook.Limits.MaxCapacity is not null && !draft.AllSteps().Any(s => s.Step.Calls is not null))
        {
            root.Error("OPS1118", "limits", "'limits.maxCapacity' limits nothing here: no action of this playbook changes a count.");
        }
    }

    private void CheckParameters(YamlMap root)
    {
        if (_playbook.Match.Category.Length == 0)
        {
            return;
        }

        foreach (var parameter in _playbook.Parameters.Where(p => p.Default is null))
        {
            root.Map("parameters")!.Error("OPS1154", parameter.Name, $"Parameter '{parameter.Name}' needs a 'default': the playbook starts by itself, and nobody gives it values then.");
        }
    }
}

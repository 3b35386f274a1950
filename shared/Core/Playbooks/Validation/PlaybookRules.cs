using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Catalog;

namespace OpsAutomation.Core.Playbooks.Validation;

/// <summary>What must hold between the parts of a playbook. Each rule has its code in docs/diagnostics.md.</summary>
internal static class PlaybookRules
{
    internal static void Check(YamlMap root, Playbook playbook, IReadOnlyList<YamlMap> maps, IReadOnlyCollection<ActionDescriptor> actions)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var counts = false;
        var canUndo = false;
        foreach (var (step, map) in playbook.Steps.Zip(maps))
        {
            if (step.Id.Length > 0 && !ids.Add(step.Id))
            {
                map.Error("OPS1103", "id", $"Step id '{step.Id}' is used twice.");
            }

            if (actions.FirstOrDefault(a => string.Equals(a.Name, step.Action, StringComparison.Ordinal)) is { } action)
            {
                counts |= action.ChangesCount;
                canUndo |= action.Reversibility == Reversibility.Reversible;
                CheckAction(playbook, step, map, action, canUndo);
            }

            CheckApproval(playbook, step, map);
        }

        CheckCapacity(root, playbook, counts, known: playbook.Steps.All(s => actions.Any(a => string.Equals(a.Name, s.Action, StringComparison.Ordinal))));
    }

    private static void CheckAction(Playbook playbook, Step step, YamlMap map, ActionDescriptor action, bool canUndo)
    {
        if (playbook.Match.ResourceType.Length > 0 && !string.Equals(action.ResourceType, playbook.Match.ResourceType, StringComparison.OrdinalIgnoreCase))
        {
            map.Error("OPS1106", "action", $"Action {action.Name} is for {action.ResourceType}; the playbook matches {playbook.Match.ResourceType}.");
        }

        if (step.Ttl is not null && action.Reversibility != Reversibility.Reversible)
        {
            map.Error("OPS1110", "ttl", $"Action {action.Name} cannot be taken back, so it cannot expire; leave 'ttl' out.");
        }

        if (step.OnFailure == OnFailure.Undo && !canUndo)
        {
            map.Error("OPS1117", "onFailure", "Nothing up to this step can be taken back; write 'escalate'.");
        }

        if (action.Reversibility == Reversibility.Irreversible && (step.Approval?.Quorum ?? 0) < 2)
        {
            map.Error("OPS1116", step.Approval is null ? "action" : "approval", $"Action {action.Name} cannot be undone: it needs an 'approval' with a 'quorum' of at least 2.");
        }
    }

    private static void CheckApproval(Playbook playbook, Step step, YamlMap map)
    {
        var alone = playbook.Autonomy == Autonomy.Auto && playbook.Risk == Risk.Low;
        if (step.Approval is null && !alone && playbook.Autonomy != Autonomy.Shadow)
        {
            map.Error("OPS1111", "approval", $"Step '{step.Id}' needs an 'approval': only a playbook with autonomy auto and risk low acts alone.");
        }

        if (step.Approval is { } approval
            && !approval.Approvers.Any(a => a.StartsWith(Notifications.Routing.RolePrefix, StringComparison.Ordinal))
            && approval.Approvers.Distinct(StringComparer.OrdinalIgnoreCase).Count() is var people and > 0
            && approval.Quorum > people)
        {
            map.Error("OPS1114", "approval", $"A quorum of {approval.Quorum} cannot be reached by {people} approver(s).");
        }
    }

    private static void CheckCapacity(YamlMap root, Playbook playbook, bool counts, bool known)
    {
        if (!root.Has("limits") || !known)
        {
            return;
        }

        if (counts && playbook.Limits.MaxCapacity is null)
        {
            root.Error("OPS1109", "limits", "'limits.maxCapacity' is required: an action of this playbook changes a count.");
        }

        if (!counts && playbook.Limits.MaxCapacity is not null)
        {
            root.Error("OPS1118", "limits", "'limits.maxCapacity' limits nothing here: no action of this playbook changes a count.");
        }
    }
}

using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Playbooks;
using OpsAutomation.Core.Playbooks.BuiltIn;

namespace OpsAutomation.Core.Permissions;

/// <summary>What the playbooks' actions need: an operation and the step that needs it.</summary>
/// <param name="Operation">The operation or the permission.</param>
/// <param name="NeededBy"><c>playbook/step: action</c>.</param>
public readonly record struct PermissionNeed(string Operation, string NeededBy);

/// <summary>Collects what the steps of all playbooks need. A step needs what its action declares, and what takes it back declares.</summary>
public sealed class PermissionNeeds
{
    private PermissionNeeds(IReadOnlyList<PermissionNeed> control, IReadOnlyList<PermissionNeed> data, IReadOnlyList<PermissionNeed> apis, IReadOnlyList<string> resourceTypes) =>
        (Control, Data, Apis, ResourceTypes) = (control, data, apis, resourceTypes);

    /// <summary>Operations of the control plane.</summary>
    public IReadOnlyList<PermissionNeed> Control { get; }

    /// <summary>Operations on data.</summary>
    public IReadOnlyList<PermissionNeed> Data { get; }

    /// <summary>Permissions of other services, written <c>Service: Permission</c>.</summary>
    public IReadOnlyList<PermissionNeed> Apis { get; }

    /// <summary>ARM types of the targets, without the type that stands for any.</summary>
    public IReadOnlyList<string> ResourceTypes { get; }

    /// <summary>Collects the needs. Playbooks that only others call are in the catalogue, so a call needs no following.</summary>
    /// <param name="playbooks">The playbooks.</param>
    /// <param name="actions">The actions that they may use.</param>
    public static PermissionNeeds Of(IEnumerable<Playbook> playbooks, IReadOnlyCollection<ActionDescriptor> actions)
    {
        ArgumentNullException.ThrowIfNull(playbooks);
        var (control, data, apis, types) = (new List<PermissionNeed>(), new List<PermissionNeed>(), new List<PermissionNeed>(), new SortedSet<string>(StringComparer.OrdinalIgnoreCase));
        foreach (var (playbook, step) in playbooks.SelectMany(p => p.AllSteps().Where(s => s.IsAction).Select(s => (p, s))))
        {
            foreach (var (action, why) in WithInverse(step, actions))
            {
                var neededBy = $"{playbook.Name}/{step.Id}: {why}";
                control.AddRange(action.Permissions.Select(p => new PermissionNeed(p, neededBy)));
                data.AddRange(action.DataPermissions.Select(p => new PermissionNeed(p, neededBy)));
                apis.AddRange(action.ApiPermissions.Select(p => new PermissionNeed(p, neededBy)));
                if (action.ResourceType != ActionDescriptor.AnyResource)
                {
                    types.Add(action.ResourceType);
                }
            }
        }

        return new(control, data, apis, [.. types]);
    }

    // A person may take back any step, and a TTL gives back: both need the inverse, whatever the playbook says of failure.
    private static IEnumerable<(ActionDescriptor Action, string Why)> WithInverse(Step step, IReadOnlyCollection<ActionDescriptor> actions)
    {
        if (BuiltInActions.Find(step.Action, actions) is not { } action)
        {
            yield break;
        }

        yield return (action, action.Name);
        if (action.TakenBackBy is { } name && BuiltInActions.Find(name, actions) is { } inverse)
        {
            yield return (inverse, $"{inverse.Name} takes back {action.Name}");
        }
    }
}

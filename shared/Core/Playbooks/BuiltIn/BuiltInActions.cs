using System.Collections.Frozen;
using OpsAutomation.Core.Actions;

namespace OpsAutomation.Core.Playbooks.BuiltIn;

/// <summary>The actions that every playbook has. They change nothing, so they need no plan, approval or verification.</summary>
public static class BuiltInActions
{
    private static readonly FrozenSet<string> Names = new[] { WaitAction.Name, AssertAction.Name, NotifyAction.Name, SnapshotAction.Name }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>What lint knows about them.</summary>
    public static IReadOnlyList<ActionDescriptor> All { get; } =
        [WaitAction.Descriptor, AssertAction.Descriptor, NotifyAction.Descriptor, SnapshotAction.Descriptor];

    /// <summary>Whether an action is one of them.</summary>
    public static bool Is(string action) => Names.Contains(action);

    /// <summary>The descriptor of an action by its name, built in or not; null where there is none.</summary>
    public static ActionDescriptor? Find(string name, IEnumerable<ActionDescriptor> actions) =>
        All.Concat(actions).FirstOrDefault(a => string.Equals(a.Name, name, StringComparison.Ordinal));

    internal static ActionDescriptor Describe(string name, params ActionParameter[] parameters) => new()
    {
        Name = name,
        ResourceType = ActionDescriptor.AnyResource,
        Parameters = parameters,
        Permissions = [],
        Reversibility = Reversibility.NoLastingChange,
        ChangesCount = false,
        ChangesNothing = true,
    };
}

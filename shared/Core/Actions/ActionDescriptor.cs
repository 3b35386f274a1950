namespace OpsAutomation.Core.Actions;

/// <summary>What is known about an action without running it: lint checks playbooks against this, guardrails rely on it.</summary>
public sealed record ActionDescriptor
{
    /// <summary>As a resource type: any resource, or none.</summary>
    public const string AnyResource = "*";

    /// <summary>Stable name used in playbooks, for example <c>vmss.scale-out</c>.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// ARM type of the targets, for example <c>Microsoft.Compute/virtualMachineScaleSets</c>; compared ignoring case.
    /// <see cref="AnyResource"/> for an action that is not about a kind of resource.
    /// </summary>
    public required string ResourceType { get; init; }

    /// <summary>The parameters that <c>with:</c> may carry.</summary>
    public required IReadOnlyList<ActionParameter> Parameters { get; init; }

    /// <summary>ARM permissions that it needs, read and write, for the least-privilege role.</summary>
    public required IReadOnlyList<string> Permissions { get; init; }

    /// <summary>Data-plane permissions (<c>dataActions</c> of a role) that it needs.</summary>
    public IReadOnlyList<string> DataPermissions { get; init; } = [];

    /// <summary>Permissions of other services that it needs, for example <c>Microsoft Graph: User.Read.All</c>.</summary>
    public IReadOnlyList<string> ApiPermissions { get; init; } = [];

    /// <summary>Name of the action that takes an execution back, where that is another one: its permissions are needed as well.</summary>
    public string? TakenBackBy { get; init; }

    /// <summary>Whether an execution can be taken back.</summary>
    public required Reversibility Reversibility { get; init; }

    /// <summary>
    /// Whether it changes a count (instances, replicas). Its plans must then say the capacity after it, and its playbooks
    /// must bound it by <c>limits.maxCapacity</c>.
    /// </summary>
    public required bool ChangesCount { get; init; }

    /// <summary>
    /// Whether the instances that it counts are all that carry the load, so that fewer of them carry more each. False where they
    /// stand by: without them Azure adds others when it needs them.
    /// </summary>
    public bool CountCarriesLoad { get; init; } = true;

    /// <summary>Whether it changes nothing: it only tells, looks or waits, so that nobody need approve or verify it.</summary>
    public bool ChangesNothing { get; init; }

    /// <summary>Whether it may be used on a resource of this ARM type.</summary>
    public bool IsFor(string? resourceType) =>
        string.Equals(ResourceType, AnyResource, StringComparison.Ordinal) || string.Equals(ResourceType, resourceType, StringComparison.OrdinalIgnoreCase);
}

/// <summary>The type of a parameter of an action.</summary>
public enum ActionParameterType
{
    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>Text.</summary>
    Text,

    /// <summary>true or false.</summary>
    Boolean,

    /// <summary>A duration such as <c>10m</c>.</summary>
    Duration,

    /// <summary>A condition: the source of an expression that gives true or false.</summary>
    Condition,
}

/// <summary>One parameter that a playbook's <c>with:</c> may carry.</summary>
/// <param name="Name">Its key.</param>
/// <param name="Type">Its type.</param>
/// <param name="Required">Whether lint refuses a step without it.</param>
/// <param name="Description">What it means, with unit.</param>
/// <param name="Min">Smallest whole number allowed, or null.</param>
/// <param name="Max">Largest whole number allowed, or null.</param>
public sealed record ActionParameter(string Name, ActionParameterType Type, bool Required, string Description, int? Min = null, int? Max = null)
{
    /// <summary>
    /// Whether it is text for people alone, so that values from alerts may stand in it. Whatever becomes a name, a path, an
    /// address or code must leave this false: lint then refuses such values.
    /// </summary>
    public bool IsProse { get; init; }
}

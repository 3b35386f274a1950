using System.Text.Json.Nodes;

namespace OpsAutomation.Core.Playbooks;

/// <summary>How much a playbook may do on its own.</summary>
public enum Autonomy
{
    /// <summary>Plans and tells; never acts.</summary>
    Shadow,

    /// <summary>Acts after a person approved the exact plan.</summary>
    Approve,

    /// <summary>Acts on its own inside its limits.</summary>
    Auto,
}

/// <summary>What can go wrong, as the author judges it.</summary>
public enum Risk
{
    /// <summary>A mistake costs money or minutes.</summary>
    Low,

    /// <summary>A mistake is felt by users for a short time.</summary>
    Medium,

    /// <summary>A mistake is an outage or is hard to undo.</summary>
    High,
}

/// <summary>What to do when a step fails or its verification does not succeed.</summary>
public enum OnFailure
{
    /// <summary>Leave everything as it is and call a person.</summary>
    Escalate,

    /// <summary>Take back what was executed, in reverse order, then call a person.</summary>
    Undo,
}

/// <summary>A remediation as data: which incidents it is for, its limits, and its steps in order.</summary>
public sealed record Playbook
{
    /// <summary>Unique kebab-case name.</summary>
    public required string Name { get; init; }

    /// <summary>Version that the author raises with every change.</summary>
    public required string Version { get; init; }

    /// <summary>Team that answers for it.</summary>
    public required string Owner { get; init; }

    /// <summary>What it does and when it is right, for the person who approves.</summary>
    public required string Description { get; init; }

    /// <summary>How a person does the same by hand.</summary>
    public required string Runbook { get; init; }

    /// <summary>Which incidents it is for.</summary>
    public required PlaybookMatch Match { get; init; }

    /// <summary>The most that it may ever do on its own.</summary>
    public required Autonomy Autonomy { get; init; }

    /// <summary>What it may do on its own before it has earned more; null for approve, or for less where <see cref="Autonomy"/> is less.</summary>
    public Autonomy? StartsAt { get; init; }

    /// <summary>What can go wrong.</summary>
    public required Risk Risk { get; init; }

    /// <summary>Bounds that guardrails hold it to.</summary>
    public required PlaybookLimits Limits { get; init; }

    /// <summary>The steps in order, at least one.</summary>
    public required IReadOnlyList<Step> Steps { get; init; }
}

/// <summary>Which incidents a playbook is for. All given conditions must hold.</summary>
/// <param name="Category">Category of the classification, for example <c>saturation-cpu</c>.</param>
/// <param name="ResourceType">ARM type of the incident's resource.</param>
/// <param name="Services">Services that it is for; empty means every service.</param>
public sealed record PlaybookMatch(string Category, string ResourceType, IReadOnlyList<string> Services);

/// <summary>Bounds of a playbook. Every one is required or has a default that refuses more.</summary>
/// <param name="MaxCapacity">Largest count that any step may leave behind; null only for playbooks without a counting action.</param>
/// <param name="Cooldown">Time after a run on a resource in which no other run may touch it.</param>
/// <param name="MaxRunsPerDay">Runs per resource in 24 hours.</param>
public sealed record PlaybookLimits(int? MaxCapacity, TimeSpan Cooldown, int MaxRunsPerDay);

/// <summary>One step: one action on the incident's resource, with how to check it and what to do if it fails.</summary>
public sealed record Step
{
    /// <summary>Unique kebab-case id inside the playbook.</summary>
    public required string Id { get; init; }

    /// <summary>Name of the action.</summary>
    public required string Action { get; init; }

    /// <summary>Parameters of the action, checked by lint.</summary>
    public required JsonObject With { get; init; }

    /// <summary>Who must approve; null when the playbook's autonomy alone decides.</summary>
    public StepApproval? Approval { get; init; }

    /// <summary>How success is measured. A step without it does not lint.</summary>
    public required StepVerify Verify { get; init; }

    /// <summary>Time from execution to the end of the operation after which a person is called.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>When the change is given back on its own; null when it stays.</summary>
    public TimeSpan? Ttl { get; init; }

    /// <summary>What to do on failure.</summary>
    public required OnFailure OnFailure { get; init; }
}

/// <summary>Approval of one step.</summary>
/// <param name="Approvers">Users, or roles written <c>role:on-call</c>, any of whom may decide; never the requester.</param>
/// <param name="Deadline">Time to decide; then it counts as rejected and a person is called.</param>
/// <param name="Quorum">How many different people must approve.</param>
public sealed record StepApproval(IReadOnlyList<string> Approvers, TimeSpan Deadline, int Quorum);

/// <summary>Verification on the signal that fired.</summary>
/// <param name="After">Wait before the first look.</param>
/// <param name="Every">Time between looks.</param>
/// <param name="Within">Time from the end of the operation by which the signal must be healthy.</param>
public sealed record StepVerify(TimeSpan After, TimeSpan Every, TimeSpan Within);

/// <summary>A playbook pinned to its content, as a run keeps it.</summary>
/// <param name="Playbook">The playbook.</param>
/// <param name="Hash">SHA-256 of its canonical JSON, lower-case hex.</param>
public sealed record PinnedPlaybook(Playbook Playbook, string Hash);

using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using OpsAutomation.Core.Incidents;

namespace OpsAutomation.Core.Playbooks;

/// <summary>What to do when a step fails or its verification does not succeed.</summary>
public enum OnFailure
{
    /// <summary>Leave everything as it is and call a person.</summary>
    Escalate,

    /// <summary>Take back what was executed, in reverse order, then call a person.</summary>
    Undo,

    /// <summary>Note it and go on with the next step.</summary>
    Continue,

    /// <summary>Begin nothing more, let what is under way end and be verified, then call a person.</summary>
    Stop,
}

/// <summary>
/// One step of a playbook: an action, a call of another playbook, a group of steps, or branches side by side; each of them
/// once, or once for every item of a list.
/// </summary>
public sealed record Step
{
    /// <summary>Unique kebab-case id inside the playbook.</summary>
    public required string Id { get; init; }

    /// <summary>Name of the action; empty for a step that holds or calls others.</summary>
    public string Action { get; init; } = string.Empty;

    /// <summary>Name of the playbook that it calls, or null.</summary>
    public string? Calls { get; init; }

    /// <summary>The steps of a group, one after the other; empty for any other step.</summary>
    public IReadOnlyList<Step> Steps { get; init; } = [];

    /// <summary>Branches that run side by side; empty for any other step.</summary>
    public IReadOnlyList<Branch> Parallel { get; init; } = [];

    /// <summary>Parameters of the action or of the playbook that it calls; text may hold templates.</summary>
    public JsonObject With { get; init; } = [];

    /// <summary>Expression for the resource to act on; null for the one of the list's item, or of the incident.</summary>
    public string? Target { get; init; }

    /// <summary>Condition that must hold, or the step is skipped; null for always.</summary>
    public string? When { get; init; }

    /// <summary>The list that it is done for, or null.</summary>
    public ForEach? ForEach { get; init; }

    /// <summary>A first share of the list that must prove itself before the rest; null for none.</summary>
    public Canary? Canary { get; init; }

    /// <summary>How often it is tried again while it surely had no effect; null for not.</summary>
    public StepRetry? Retry { get; init; }

    /// <summary>Who must approve; null when the playbook's autonomy alone decides.</summary>
    public StepApproval? Approval { get; init; }

    /// <summary>How success is measured. An action that changes something does not lint without it.</summary>
    public StepVerify? Verify { get; init; }

    /// <summary>Time from execution to the end of the operation after which a person is called.</summary>
    public TimeSpan Timeout { get; init; }

    /// <summary>When the change is given back on its own; null when it stays.</summary>
    public TimeSpan? Ttl { get; init; }

    /// <summary>What to do on failure; null for a step that leaves it to the steps in it, or to the one around it.</summary>
    public OnFailure? OnFailure { get; init; }

    /// <summary>What later steps learn of it.</summary>
    public IReadOnlyList<StepOutput> Outputs { get; init; } = [];

    /// <summary>Whether its action changes nothing, so that nobody need approve or verify it; set when the playbook is read.</summary>
    public bool ChangesNothing { get; init; }

    /// <summary>Whether it runs an action.</summary>
    [JsonIgnore]
    public bool IsAction => Action.Length > 0;
}

/// <summary>Steps that run beside those of the other branches.</summary>
/// <param name="Id">Unique kebab-case id inside the playbook.</param>
/// <param name="Steps">Its steps, one after the other.</param>
public sealed record Branch(string Id, IReadOnlyList<Step> Steps);

/// <summary>A list for whose items a step is done.</summary>
/// <param name="In">Expression that gives resource ids, all of the incident or of its service.</param>
/// <param name="As">Name of the item in expressions.</param>
/// <param name="Concurrency">How many at a time.</param>
/// <param name="MaxErrors">How many may fail before no more is begun and the whole step fails.</param>
public sealed record ForEach(string In, string As, int Concurrency, Share MaxErrors);

/// <summary>A number, or a percentage of the items.</summary>
/// <param name="Value">The number or the percentage.</param>
/// <param name="IsPercent">Whether it is a percentage.</param>
public readonly record struct Share(int Value, bool IsPercent)
{
    /// <summary>How many of so many items, rounded down.</summary>
    public int Of(int total) => IsPercent ? (int)((long)Value * total / 100) : Math.Min(Value, total);

    /// <inheritdoc/>
    public override string ToString() => IsPercent ? $"{Value}%" : $"{Value}";
}

/// <summary>The first items go alone.</summary>
/// <param name="First">How many, at least one.</param>
/// <param name="Bake">How long each of them must stay healthy before the others begin.</param>
public sealed record Canary(Share First, TimeSpan Bake);

/// <summary>Trying again what surely had no effect.</summary>
/// <param name="Attempts">How often it is tried in all.</param>
/// <param name="Backoff">Wait before the second try; doubled before each further one.</param>
public sealed record StepRetry(int Attempts, TimeSpan Backoff);

/// <summary>A value that a step makes known.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">The expression that gives it.</param>
public sealed record StepOutput(string Name, string Value);

/// <summary>Approval of one step. What it leaves out, the policy for the risk of its playbook says; it may only be stricter than that.</summary>
/// <param name="Approvers">Users, <c>role:on-call</c>, <c>schedule:primary</c> or <c>group:dba</c>, any of whom may decide; never the requester.</param>
/// <param name="Deadline">Time to decide; zero until the policy filled it in.</param>
/// <param name="Quorum">How many different people must approve.</param>
public sealed record StepApproval(IReadOnlyList<string> Approvers, TimeSpan Deadline, int Quorum)
{
    /// <summary>How long before the deadline those who have not answered are reminded, or null.</summary>
    public TimeSpan? RemindBefore { get; init; }

    /// <summary>Who may decide, too, when nobody has for a time; null to leave it to the policy.</summary>
    public IReadOnlyList<ApprovalEscalation>? Escalation { get; init; }

    /// <summary>What follows when nobody decides; null to leave it to the policy.</summary>
    public TimeoutOutcome? OnTimeout { get; init; }
}

/// <summary>Who may decide, too, when nobody has for a time.</summary>
/// <param name="After">How long after the question.</param>
/// <param name="Approvers">Users, roles, schedules or groups.</param>
public sealed record ApprovalEscalation(TimeSpan After, IReadOnlyList<string> Approvers);

/// <summary>What tells whether a step helped.</summary>
public enum VerifyOn
{
    /// <summary>The signal that fired.</summary>
    Signal,

    /// <summary>The target: whether it is as the plan wants it.</summary>
    Target,
}

/// <summary>How success is measured.</summary>
/// <param name="After">Wait before the first look.</param>
/// <param name="Every">Time between looks.</param>
/// <param name="Within">Time from the end of the operation by which it must be healthy.</param>
public sealed record StepVerify(TimeSpan After, TimeSpan Every, TimeSpan Within)
{
    /// <summary>What is looked at.</summary>
    public VerifyOn On { get; init; }

    /// <summary>How long it must stay healthy from the first healthy look on; zero for one look.</summary>
    public TimeSpan For { get; init; }
}

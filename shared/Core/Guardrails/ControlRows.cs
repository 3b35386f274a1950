using System.Text.Json.Serialization;

namespace OpsAutomation.Core.Guardrails;

/// <summary>The kill switch of a tenant. While it is on, automation reserves and sends nothing, its own undo included; a person's undo passes.</summary>
/// <param name="On">Whether it stops everything.</param>
/// <param name="Actor">Who set it.</param>
/// <param name="Reason">Why.</param>
/// <param name="At">When.</param>
public sealed record KillSwitchState(bool On, string Actor, string Reason, DateTimeOffset At)
{
    /// <summary>The state before anyone ever set it.</summary>
    public static KillSwitchState NeverSet { get; } = new(false, string.Empty, "It was never set.", DateTimeOffset.MinValue);
}

/// <summary>The hold of one incident on one resource.</summary>
/// <param name="Resource">ARM id, lower case.</param>
/// <param name="IncidentId">Who holds it.</param>
/// <param name="Fence">Rises with every reservation of the tenant; a change is sent only while it is still this one.</param>
/// <param name="TakenAt">Since when.</param>
/// <param name="Steps">The steps that reserved it.</param>
/// <param name="OperationId">The unfinished operation on it, or null. While there is one, the lease cannot be given back.</param>
public sealed record Lease(string Resource, string IncidentId, long Fence, DateTimeOffset TakenAt, IReadOnlyList<string> Steps, string? OperationId = null)
{
    /// <summary>The incident of whoever holds it.</summary>
    [JsonIgnore]
    public string Incident { get; } = HolderName.IncidentOf(IncidentId);

    /// <summary>The service of the resource, or null.</summary>
    public string? Service { get; init; }

    /// <summary>The playbook that holds it, or null in leases of an earlier version.</summary>
    public string? Playbook { get; init; }

    /// <summary>The playbooks that were called on the way to the steps that reserved it.</summary>
    public IReadOnlyList<string> Called { get; init; } = [];

    /// <summary>The action of the step that reserved it last, or null.</summary>
    public string? Action { get; init; }

    /// <summary>Hash of the settings under which it was reserved (row <c>settings-{hash}</c>), or null.</summary>
    public string? Settings { get; init; }

    /// <summary>Hashes of other settings under which earlier steps of the same run reserved it: what they refuse stays refused.</summary>
    public IReadOnlyList<string> EarlierSettings { get; init; } = [];

    /// <summary>What came to keep automation off while <see cref="OperationId"/> was being sent; null when nothing did.</summary>
    public LeasePause? Pause { get; init; }
}

/// <summary>A stop or a hold that came while an operation was being sent: no further request of it leaves.</summary>
/// <param name="Rule">Name of the guardrail.</param>
/// <param name="Reason">Who and why, for a person.</param>
public sealed record LeasePause(string Rule, string Reason);

/// <summary>One run on a resource.</summary>
/// <param name="IncidentId">The incident whose run it is.</param>
/// <param name="StartedAt">When it reserved the resource.</param>
/// <param name="EndedAt">When it gave it back, or null while it holds it.</param>
/// <param name="Cooldown">The cooldown that it asked for.</param>
/// <param name="Acted">Whether it began to change anything. A run that did not is forgotten when it ends.</param>
public sealed record RunOnResource(string IncidentId, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, TimeSpan Cooldown, bool Acted);

/// <summary>The recent runs on one resource.</summary>
public sealed record RunHistory(string Resource, IReadOnlyList<RunOnResource> Runs);

/// <summary>One step that reserved, for the counts of a tenant.</summary>
public sealed record CountedAction(string IncidentId, string StepId, DateTimeOffset At)
{
    /// <summary>Its playbook; null where it is not said.</summary>
    public string? Playbook { get; init; }

    /// <summary>The playbooks that were called on the way to it.</summary>
    public IReadOnlyList<string> Called { get; init; } = [];

    /// <summary>ARM ids of what it reserved, lower case.</summary>
    public IReadOnlyList<string> Resources { get; init; } = [];

    /// <summary>The services of these, each once.</summary>
    public IReadOnlyList<string> Services { get; init; } = [];

    /// <summary>The subscriptions of these, each once.</summary>
    public IReadOnlyList<string> Subscriptions { get; init; } = [];
}

/// <summary>The steps that reserved in the last hours, oldest first. Steps that no rule asks for any more are left out at the next write.</summary>
public sealed record ActionCount(IReadOnlyList<CountedAction> Actions)
{
    /// <summary>Where the earlier ones stand, oldest first.</summary>
    public IReadOnlyList<RowPage> Pages { get; init; } = [];
}

/// <summary>A page that is full: entries that never change any more, in a row of their own.</summary>
/// <param name="Row">Its row in the control partition.</param>
/// <param name="Count">How many entries it holds.</param>
/// <param name="Newest">When the newest of them was written.</param>
public sealed record RowPage(string Row, int Count, DateTimeOffset Newest);

/// <summary>The last fencing number given out.</summary>
public sealed record FenceCounter(long Last)
{
    /// <summary>How often a lease was taken or given back; what was read of them under one number is true while it stands.</summary>
    public long Changes { get; init; }
}

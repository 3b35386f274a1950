namespace OpsAutomation.Core.Guardrails.Breakers;

/// <summary>What a breaker watches.</summary>
public enum BreakerKind
{
    /// <summary>The runs of one playbook.</summary>
    Playbook,

    /// <summary>The executions of one action, in any playbook.</summary>
    Action,
}

/// <summary>How a breaker stands.</summary>
public enum BreakerState
{
    /// <summary>Runs pass.</summary>
    Closed,

    /// <summary>Nothing passes.</summary>
    Open,

    /// <summary>One run may try, when a person approves.</summary>
    HalfOpen,
}

/// <summary>A run that did not end well.</summary>
/// <param name="IncidentId">The incident whose run it was.</param>
/// <param name="How">Failed, unknown or undone.</param>
/// <param name="At">When.</param>
public sealed record BreakerMark(string IncidentId, string How, DateTimeOffset At);

/// <summary>The breaker of one playbook or action.</summary>
/// <param name="Kind">What it watches.</param>
/// <param name="Name">Name of the playbook or action.</param>
/// <param name="Marks">The bad runs that still count, oldest first; never more than it takes to open it.</param>
/// <param name="OpenedAt">When it opened, or null while it is closed.</param>
/// <param name="Probe">The incident that may try, or null.</param>
public sealed record Breaker(BreakerKind Kind, string Name, IReadOnlyList<BreakerMark> Marks, DateTimeOffset? OpenedAt = null, string? Probe = null)
{
    /// <summary>One that nothing ever failed under.</summary>
    public static Breaker Fresh(BreakerKind kind, string name) => new(kind, name, []);

    /// <summary>How it stands.</summary>
    public BreakerState StateAt(DateTimeOffset now, TimeSpan openFor) =>
        OpenedAt is not { } opened ? BreakerState.Closed : now < opened + openFor ? BreakerState.Open : BreakerState.HalfOpen;
}

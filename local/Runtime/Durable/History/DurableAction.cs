using System.Text.Json.Serialization;

namespace OpsAutomation.Runtime.Durable.History;

/// <summary>
/// Something that an orchestrator did. Payloads are not kept in the history (they travel in the task's own row), so
/// that a history stays short; what is kept is enough to see whether code that runs again does the same.
/// </summary>
/// <param name="TaskId">Its number, counted in the order of the code.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "$")]
[JsonDerivedType(typeof(ActivityCalled), "activity")]
[JsonDerivedType(typeof(TimerSet), "timer")]
[JsonDerivedType(typeof(TimerCancelled), "cancel-timer")]
[JsonDerivedType(typeof(SubOrchestrationStarted), "sub")]
[JsonDerivedType(typeof(EventSent), "send")]
[JsonDerivedType(typeof(ExecutionEnded), "end")]
public abstract record DurableAction(int TaskId)
{
    /// <summary>Says in words what was done, for people.</summary>
    public abstract string Describe();

    /// <summary>Whether code that did <paramref name="other"/> did the same as this.</summary>
    internal virtual bool SameAs(DurableAction other) => GetType() == other.GetType() && TaskId == other.TaskId;

    /// <summary>Whether two task names are the same: their case does not matter.</summary>
    protected static bool SameName(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}

/// <summary>An activity was called.</summary>
public sealed record ActivityCalled(int TaskId, string Name) : DurableAction(TaskId)
{
    /// <summary>The input as JSON.</summary>
    [JsonIgnore]
    public string? Input { get; init; }

    /// <inheritdoc/>
    public override string Describe() => $"activity '{Name}' (task {TaskId})";

    internal override bool SameAs(DurableAction other) => base.SameAs(other) && SameName(Name, ((ActivityCalled)other).Name);
}

/// <summary>A timer was set. A changed delay is not a difference: code may be tuned while instances wait.</summary>
public sealed record TimerSet(int TaskId, DateTime FireAt) : DurableAction(TaskId)
{
    /// <inheritdoc/>
    public override string Describe() => $"a timer (task {TaskId})";
}

/// <summary>A timer was cancelled before it was due.</summary>
public sealed record TimerCancelled(int TaskId) : DurableAction(TaskId)
{
    /// <inheritdoc/>
    public override string Describe() => $"the end of timer {TaskId} before its time";
}

/// <summary>A sub-orchestration was started.</summary>
public sealed record SubOrchestrationStarted(int TaskId, string Name, string InstanceId) : DurableAction(TaskId)
{
    /// <summary>The input as JSON.</summary>
    [JsonIgnore]
    public string? Input { get; init; }

    /// <summary>The version to start.</summary>
    [JsonIgnore]
    public string Version { get; init; } = "";

    /// <summary>The tags to start with, as JSON.</summary>
    [JsonIgnore]
    public string? Tags { get; init; }

    /// <inheritdoc/>
    public override string Describe() => $"sub-orchestration '{Name}' as '{InstanceId}' (task {TaskId})";

    internal override bool SameAs(DurableAction other) => base.SameAs(other)
        && other is SubOrchestrationStarted sub && SameName(Name, sub.Name)
        && string.Equals(InstanceId, sub.InstanceId, StringComparison.Ordinal);
}

/// <summary>An event was sent to another orchestration.</summary>
public sealed record EventSent(int TaskId, string InstanceId, string Name) : DurableAction(TaskId)
{
    /// <summary>The payload as JSON.</summary>
    [JsonIgnore]
    public string? Input { get; init; }

    /// <inheritdoc/>
    public override string Describe() => $"event '{Name}' to '{InstanceId}' (task {TaskId})";

    internal override bool SameAs(DurableAction other) => base.SameAs(other)
        && other is EventSent sent && SameName(Name, sent.Name)
        && string.Equals(InstanceId, sent.InstanceId, StringComparison.Ordinal);
}

/// <summary>The execution ended.</summary>
public sealed record ExecutionEnded(int TaskId, ExecutionEnd End) : DurableAction(TaskId)
{
    /// <summary>The result, or the next execution's input, as JSON.</summary>
    [JsonIgnore]
    public string? Output { get; init; }

    /// <summary>Why it failed.</summary>
    public Failure? Failure { get; init; }

    /// <summary>The next execution's version; null keeps it.</summary>
    [JsonIgnore]
    public string? NextVersion { get; init; }

    /// <summary>Events that arrived and were not taken, for the next execution.</summary>
    [JsonIgnore]
    public IReadOnlyList<EventRaised> CarriedEvents { get; init; } = [];

    /// <summary>Whether running sub-orchestrations end too.</summary>
    [JsonIgnore]
    public bool Recursive { get; init; }

    /// <inheritdoc/>
    public override string Describe() => End switch
    {
        ExecutionEnd.Failed => $"its end by a failure ({Failure?.ErrorType}: {Failure?.ErrorMessage})",
        ExecutionEnd.ContinuedAsNew => "continue-as-new",
        ExecutionEnd.Terminated => "its end by termination",
        _ => "its end",
    };

    internal override bool SameAs(DurableAction other) => other is ExecutionEnded ended && ended.End == End;
}

/// <summary>How an execution ended.</summary>
public enum ExecutionEnd
{
    /// <summary>The code returned.</summary>
    Completed = 0,

    /// <summary>The code threw, or the engine gave it up.</summary>
    Failed = 1,

    /// <summary>The code asked to begin anew.</summary>
    ContinuedAsNew = 2,

    /// <summary>Someone ended it.</summary>
    Terminated = 3,
}

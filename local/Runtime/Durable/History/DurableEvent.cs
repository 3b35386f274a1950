using System.Text.Json.Serialization;

namespace OpsAutomation.Runtime.Durable.History;

/// <summary>Something that an orchestration is told. It waits in the inbox, is delivered in an episode, and stays in the history.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "$")]
[JsonDerivedType(typeof(ExecutionStarted), "start")]
[JsonDerivedType(typeof(TaskSucceeded), "ok")]
[JsonDerivedType(typeof(TaskFailed), "fail")]
[JsonDerivedType(typeof(TimerFired), "timer")]
[JsonDerivedType(typeof(EventRaised), "event")]
[JsonDerivedType(typeof(TerminateRequested), "terminate")]
[JsonDerivedType(typeof(SuspendRequested), "suspend")]
[JsonDerivedType(typeof(ResumeRequested), "resume")]
[JsonDerivedType(typeof(InvalidAwaitSeen), "invalid-await")]
public abstract record DurableEvent
{
    /// <summary>The engine acts on these before anything else, and on a suspended orchestration too.</summary>
    [JsonIgnore]
    public virtual bool IsControl => false;
}

/// <summary>The orchestration begins.</summary>
/// <param name="Input">Its input as JSON.</param>
public sealed record ExecutionStarted(string? Input) : DurableEvent;

/// <summary>An activity or a sub-orchestration has ended well.</summary>
/// <param name="TaskId">The number of the call.</param>
/// <param name="Result">What it returned, as JSON.</param>
public sealed record TaskSucceeded(int TaskId, string? Result) : DurableEvent;

/// <summary>An activity or a sub-orchestration has failed.</summary>
/// <param name="TaskId">The number of the call.</param>
/// <param name="Failure">Why.</param>
public sealed record TaskFailed(int TaskId, Failure Failure) : DurableEvent;

/// <summary>A durable timer is due.</summary>
/// <param name="TaskId">The number of the timer.</param>
public sealed record TimerFired(int TaskId) : DurableEvent;

/// <summary>An external event arrived.</summary>
/// <param name="Name">Its name; compared without regard to case.</param>
/// <param name="Input">Its payload as JSON.</param>
public sealed record EventRaised(string Name, string? Input) : DurableEvent;

/// <summary>Someone ends the orchestration.</summary>
/// <param name="Output">What to show as its output, as JSON.</param>
/// <param name="Recursive">Whether its running sub-orchestrations end too.</param>
public sealed record TerminateRequested(string? Output, bool Recursive) : DurableEvent
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override bool IsControl => true;
}

/// <summary>Someone pauses the orchestration: nothing but control is delivered until it is resumed.</summary>
/// <param name="Reason">Why, in words.</param>
public sealed record SuspendRequested(string? Reason) : DurableEvent
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override bool IsControl => true;
}

/// <summary>Someone lets a paused orchestration go on.</summary>
/// <param name="Reason">Why, in words.</param>
public sealed record ResumeRequested(string? Reason) : DurableEvent
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override bool IsControl => true;
}

/// <summary>The orchestrator's code came back from a task that is not durable; the orchestration fails.</summary>
public sealed record InvalidAwaitSeen : DurableEvent
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override bool IsControl => true;
}

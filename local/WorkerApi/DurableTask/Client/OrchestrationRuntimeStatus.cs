namespace Microsoft.DurableTask.Client;

/// <summary>Where an orchestration stands.</summary>
public enum OrchestrationRuntimeStatus
{
    /// <summary>It has started and not ended.</summary>
    Running = 0,

    /// <summary>It ended with a result.</summary>
    Completed = 1,

    /// <summary>Not reported.</summary>
    [Obsolete("Reported as Running.")]
    ContinuedAsNew = 2,

    /// <summary>It ended with an error.</summary>
    Failed = 3,

    /// <summary>Not reported.</summary>
    [Obsolete("No back end uses it.")]
    Canceled = 4,

    /// <summary>A client ended it.</summary>
    Terminated = 5,

    /// <summary>It is scheduled and has not started.</summary>
    Pending = 6,

    /// <summary>A client holds it.</summary>
    Suspended = 7,
}

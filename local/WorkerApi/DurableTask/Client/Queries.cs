namespace Microsoft.DurableTask.Client;

/// <summary>Which orchestrations are asked for.</summary>
/// <param name="CreatedFrom">Created at or after.</param>
/// <param name="CreatedTo">Created at or before.</param>
/// <param name="Statuses">In one of these statuses; null is any.</param>
/// <param name="TaskHubNames">In these task hubs; null is the client's own.</param>
/// <param name="InstanceIdPrefix">With an id that begins so.</param>
/// <param name="PageSize">The most in one page.</param>
/// <param name="FetchInputsAndOutputs">Whether inputs and outputs are fetched too.</param>
/// <param name="ContinuationToken">Where to go on.</param>
public record OrchestrationQuery(
    DateTimeOffset? CreatedFrom = null,
    DateTimeOffset? CreatedTo = null,
    IEnumerable<OrchestrationRuntimeStatus>? Statuses = null,
    IEnumerable<string>? TaskHubNames = null,
    string? InstanceIdPrefix = null,
    int PageSize = OrchestrationQuery.DefaultPageSize,
    bool FetchInputsAndOutputs = false,
    string? ContinuationToken = null)
{
    /// <summary>The size of a page when none is given.</summary>
    public const int DefaultPageSize = 100;
}

/// <summary>How an orchestration is ended.</summary>
/// <param name="Output">What becomes its output.</param>
/// <param name="Recursive">Whether its sub-orchestrations are ended too.</param>
public record TerminateInstanceOptions(object? Output = null, bool Recursive = false);

/// <summary>How an orchestration is removed.</summary>
/// <param name="Recursive">Whether its sub-orchestrations are removed too.</param>
public record PurgeInstanceOptions(bool Recursive = false);

/// <summary>Which orchestrations are removed.</summary>
/// <param name="CreatedFrom">Created at or after.</param>
/// <param name="CreatedTo">Created at or before.</param>
/// <param name="Statuses">In one of these statuses; null is any that has ended.</param>
public record PurgeInstancesFilter(
    DateTimeOffset? CreatedFrom = null,
    DateTimeOffset? CreatedTo = null,
    IEnumerable<OrchestrationRuntimeStatus>? Statuses = null)
{
    /// <summary>How long removing may take; null is as long as it needs.</summary>
    public TimeSpan? Timeout { get; init; }
}

/// <summary>What was removed.</summary>
public class PurgeResult
{
    /// <summary>Without saying whether more remain.</summary>
    public PurgeResult(int count)
        : this(count, null)
    {
    }

    /// <summary>The count may not be negative.</summary>
    public PurgeResult(int count, bool? isComplete)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        PurgedInstanceCount = count;
        IsComplete = isComplete;
    }

    /// <summary>How many were removed.</summary>
    public int PurgedInstanceCount { get; }

    /// <summary>False when more remain; null when unknown.</summary>
    public bool? IsComplete { get; }
}

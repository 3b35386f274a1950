namespace Microsoft.DurableTask.Entities;

/// <summary>How an entity is called; nothing can be chosen yet.</summary>
public record CallEntityOptions
{
    /// <summary>The usual way.</summary>
    public CallEntityOptions()
    {
    }
}

/// <summary>How an entity is signalled.</summary>
public record SignalEntityOptions
{
    /// <summary>At once.</summary>
    public SignalEntityOptions()
    {
    }

    /// <summary>When the signal is delivered; null is at once.</summary>
    public DateTimeOffset? SignalTime { get; init; }
}

/// <summary>Entities as an orchestrator sees them.</summary>
public abstract class TaskOrchestrationEntityFeature
{
    /// <summary>Calls an operation and waits for its result.</summary>
    public abstract Task<TResult> CallEntityAsync<TResult>(
        EntityInstanceId id,
        string operationName,
        object? input = null,
        CallEntityOptions? options = null);

    /// <summary>Calls an operation without input.</summary>
    public virtual Task<TResult> CallEntityAsync<TResult>(EntityInstanceId id, string operationName, CallEntityOptions? options) =>
        CallEntityAsync<TResult>(id, operationName, null, options);

    /// <summary>Calls an operation and waits for its end.</summary>
    public abstract Task CallEntityAsync(
        EntityInstanceId id,
        string operationName,
        object? input = null,
        CallEntityOptions? options = null);

    /// <summary>Calls an operation without input.</summary>
    public virtual Task CallEntityAsync(EntityInstanceId id, string operationName, CallEntityOptions? options) =>
        CallEntityAsync(id, operationName, null, options);

    /// <summary>Signals an operation and waits for nothing.</summary>
    public abstract Task SignalEntityAsync(
        EntityInstanceId id,
        string operationName,
        object? input = null,
        SignalEntityOptions? options = null);

    /// <summary>Signals an operation without input.</summary>
    public virtual Task SignalEntityAsync(EntityInstanceId id, string operationName, SignalEntityOptions? options) =>
        SignalEntityAsync(id, operationName, null, options);

    /// <summary>Takes all these entities; disposing gives them back.</summary>
    public abstract Task<IAsyncDisposable> LockEntitiesAsync(IEnumerable<EntityInstanceId> entityIds);

    /// <summary>Takes all these entities; disposing gives them back.</summary>
    public virtual Task<IAsyncDisposable> LockEntitiesAsync(params EntityInstanceId[] entityIds) =>
        LockEntitiesAsync((IEnumerable<EntityInstanceId>)entityIds);

    /// <summary>Whether entities are held, and which.</summary>
    public abstract bool InCriticalSection(out IReadOnlyList<EntityInstanceId>? entityIds);

    /// <summary>Whether entities are held.</summary>
    public virtual bool InCriticalSection() => InCriticalSection(out _);
}

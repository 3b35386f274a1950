using Microsoft.DurableTask.Entities;

namespace Microsoft.DurableTask.Client.Entities;

/// <summary>Signals entities and asks about them.</summary>
public abstract class DurableEntityClient
{
    /// <summary>The name is the task client's.</summary>
    protected DurableEntityClient(string name)
    {
        Name = name;
    }

    /// <summary>The client's name.</summary>
    public string Name { get; }

    /// <summary>Signals an operation.</summary>
    public abstract Task SignalEntityAsync(
        EntityInstanceId id,
        string operationName,
        object? input = null,
        SignalEntityOptions? options = null,
        CancellationToken cancellation = default);

    /// <summary>Signals an operation without input.</summary>
    public virtual Task SignalEntityAsync(
        EntityInstanceId id,
        string operationName,
        SignalEntityOptions options,
        CancellationToken cancellation = default) => SignalEntityAsync(id, operationName, null, options, cancellation);

    /// <summary>Signals an operation without input.</summary>
    public virtual Task SignalEntityAsync(EntityInstanceId id, string operationName, CancellationToken cancellation) =>
        SignalEntityAsync(id, operationName, null, null, cancellation);

    /// <summary>The entity; null when there is none.</summary>
    public abstract Task<EntityMetadata?> GetEntityAsync(
        EntityInstanceId id,
        bool includeState = true,
        CancellationToken cancellation = default);

    /// <summary>The entity with its state; null when there is none.</summary>
    public virtual Task<EntityMetadata?> GetEntityAsync(EntityInstanceId id, CancellationToken cancellation) =>
        GetEntityAsync(id, true, cancellation);

    /// <summary>The entity; null when there is none.</summary>
    public abstract Task<EntityMetadata<T>?> GetEntityAsync<T>(
        EntityInstanceId id,
        bool includeState = true,
        CancellationToken cancellation = default);

    /// <summary>The entity with its state; null when there is none.</summary>
    public virtual Task<EntityMetadata<T>?> GetEntityAsync<T>(EntityInstanceId id, CancellationToken cancellation) =>
        GetEntityAsync<T>(id, true, cancellation);

    /// <summary>All entities that the filter lets through.</summary>
    public abstract AsyncPageable<EntityMetadata> GetAllEntitiesAsync(EntityQuery? filter = null);

    /// <summary>All entities that the filter lets through.</summary>
    public abstract AsyncPageable<EntityMetadata<T>> GetAllEntitiesAsync<T>(EntityQuery? filter = null);

    /// <summary>Removes empty entities and locks without an owner.</summary>
    public abstract Task<CleanEntityStorageResult> CleanEntityStorageAsync(
        CleanEntityStorageRequest? request = null,
        bool continueUntilComplete = true,
        CancellationToken cancellation = default);
}

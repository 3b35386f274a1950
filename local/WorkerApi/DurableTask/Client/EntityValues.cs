using Microsoft.DurableTask.Entities;

namespace Microsoft.DurableTask.Client.Entities;

/// <summary>What is to be cleaned.</summary>
public readonly record struct CleanEntityStorageRequest
{
    /// <summary>Empty entities and orphaned locks.</summary>
    public static CleanEntityStorageRequest Default => new() { RemoveEmptyEntities = true, ReleaseOrphanedLocks = true };

    /// <summary>Whether entities without state are removed.</summary>
    public bool RemoveEmptyEntities { get; init; }

    /// <summary>Whether locks of orchestrations that are gone are released.</summary>
    public bool ReleaseOrphanedLocks { get; init; }

    /// <summary>Where to go on.</summary>
    public string? ContinuationToken { get; init; }
}

/// <summary>What was cleaned.</summary>
public readonly record struct CleanEntityStorageResult
{
    /// <summary>How many entities were removed.</summary>
    public int EmptyEntitiesRemoved { get; init; }

    /// <summary>How many locks were released.</summary>
    public int OrphanedLocksReleased { get; init; }

    /// <summary>Where to go on; null when all is done.</summary>
    public string? ContinuationToken { get; init; }
}

/// <summary>Which entities are asked for.</summary>
public record EntityQuery
{
    /// <summary>The size of a page when none is given.</summary>
    public const int DefaultPageSize = 100;

    /// <summary>All, with state.</summary>
    public EntityQuery()
    {
    }

    /// <summary>With an id that begins so; <c>@name</c> is all of one name.</summary>
    public string? InstanceIdStartsWith { get; init; }

    /// <summary>Changed at or after.</summary>
    public DateTimeOffset? LastModifiedFrom { get; init; }

    /// <summary>Changed at or before.</summary>
    public DateTimeOffset? LastModifiedTo { get; init; }

    /// <summary>Whether the state is fetched too.</summary>
    public bool IncludeState { get; init; } = true;

    /// <summary>Whether entities without state are included.</summary>
    public bool IncludeTransient { get; init; }

    /// <summary>The most in one page.</summary>
    public int? PageSize { get; init; }

    /// <summary>Where to go on.</summary>
    public string? ContinuationToken { get; init; }
}

/// <summary>What is known about an entity.</summary>
public class EntityMetadata<TState>
{
    private readonly TState? _state;

    /// <summary>Without state.</summary>
    public EntityMetadata(EntityInstanceId id)
    {
        Id = id;
    }

    /// <summary>With state, when it is not null.</summary>
    public EntityMetadata(EntityInstanceId id, TState? state)
    {
        Id = id;
        IncludesState = state is not null;
        _state = state;
    }

    /// <summary>The entity's id.</summary>
    public EntityInstanceId Id { get; }

    /// <summary>When it last changed.</summary>
    public DateTimeOffset LastModifiedTime { get; init; }

    /// <summary>How many messages wait for it.</summary>
    public int BacklogQueueSize { get; init; }

    /// <summary>The orchestration that holds it.</summary>
    public string? LockedBy { get; init; }

    /// <summary>Whether the state was fetched and there is one.</summary>
    public bool IncludesState { get; }

    /// <summary>The state; throws when there is none.</summary>
    public TState State => IncludesState
        ? _state!
        : throw new InvalidOperationException($"The state of entity {Id} was not fetched, or it has none.");
}

/// <summary>What is known about an entity, the state still as text.</summary>
public sealed class EntityMetadata : EntityMetadata<SerializedData>
{
    /// <summary>With state, when it is not null.</summary>
    public EntityMetadata(EntityInstanceId id, SerializedData? state = null)
        : base(id, state)
    {
    }
}

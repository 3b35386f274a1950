using System.Collections.Immutable;

namespace Microsoft.DurableTask;

/// <summary>How a new orchestration is started.</summary>
/// <param name="InstanceId">Its id; null lets the back end choose.</param>
/// <param name="StartAt">When it starts; null is now.</param>
public record StartOrchestrationOptions(string? InstanceId = null, DateTimeOffset? StartAt = null)
{
    /// <summary>A copy.</summary>
    public StartOrchestrationOptions(StartOrchestrationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        InstanceId = options.InstanceId;
        StartAt = options.StartAt;
        Tags = options.Tags;
        Version = options.Version;
        DedupeStatuses = options.DedupeStatuses;
    }

    /// <summary>Tags kept with the instance.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The version to start; null is the client's default.</summary>
    public TaskVersion? Version { get; init; }

    /// <summary>
    /// Names of statuses in which an instance with the same id blocks the start; in any other status it is replaced.
    /// Null leaves it to the back end.
    /// </summary>
    public IReadOnlyList<string>? DedupeStatuses { get; init; }
}

/// <summary>The orchestration that called this one.</summary>
/// <param name="Name">Its name.</param>
/// <param name="InstanceId">Its id.</param>
public record ParentOrchestrationInstance(TaskName Name, string InstanceId);

/// <summary>How an orchestration starts over.</summary>
public class ContinueAsNewOptions
{
    /// <summary>The input of the new run.</summary>
    public object? NewInput { get; set; }

    /// <summary>Whether events that nobody waited for are handed on.</summary>
    public bool PreserveUnprocessedEvents { get; set; } = true;

    /// <summary>The version of the new run; null keeps it.</summary>
    public string? NewVersion { get; set; }
}

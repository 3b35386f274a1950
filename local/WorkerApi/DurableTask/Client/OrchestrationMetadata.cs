using System.Collections.Immutable;

namespace Microsoft.DurableTask.Client;

/// <summary>What is known about one orchestration.</summary>
public sealed class OrchestrationMetadata
{
    /// <summary>The orchestrator's name and the instance's id.</summary>
    public OrchestrationMetadata(string name, string instanceId)
    {
        Name = name;
        InstanceId = instanceId;
    }

    /// <summary>The orchestrator's name.</summary>
    public string Name { get; }

    /// <summary>The instance's id.</summary>
    public string InstanceId { get; }

    /// <summary>Reads inputs and outputs; null when they were not asked for.</summary>
    public DataConverter? DataConverter { get; init; }

    /// <summary>Where it stands.</summary>
    public OrchestrationRuntimeStatus RuntimeStatus { get; init; }

    /// <summary>When it was scheduled.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it last changed.</summary>
    public DateTimeOffset LastUpdatedAt { get; init; }

    /// <summary>The input as text.</summary>
    public string? SerializedInput { get; init; }

    /// <summary>The result as text; the message of a failed one.</summary>
    public string? SerializedOutput { get; init; }

    /// <summary>The custom status as text.</summary>
    public string? SerializedCustomStatus { get; init; }

    /// <summary>The tags it was started with.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>How it failed.</summary>
    public TaskFailureDetails? FailureDetails { get; init; }

    /// <summary>True for Running only.</summary>
    public bool IsRunning => RuntimeStatus == OrchestrationRuntimeStatus.Running;

    /// <summary>True for Completed, Failed and Terminated.</summary>
    public bool IsCompleted => RuntimeStatus
        is OrchestrationRuntimeStatus.Completed
        or OrchestrationRuntimeStatus.Failed
        or OrchestrationRuntimeStatus.Terminated;

    /// <summary>The input; throws unless it was fetched.</summary>
    public T? ReadInputAs<T>() => Read<T>(SerializedInput, nameof(ReadInputAs), "inputs");

    /// <summary>The result; throws unless it was fetched.</summary>
    public T? ReadOutputAs<T>() => Read<T>(SerializedOutput, nameof(ReadOutputAs), "outputs");

    /// <summary>The custom status; throws unless it was fetched.</summary>
    public T? ReadCustomStatusAs<T>() => Read<T>(SerializedCustomStatus, nameof(ReadCustomStatusAs), "custom statuses");

    /// <summary>Name, id, status and times on one line.</summary>
    public override string ToString() =>
        $"[Name: '{Name}', ID: '{InstanceId}', RuntimeStatus: {RuntimeStatus}, CreatedAt: {CreatedAt:s}, LastUpdatedAt: {LastUpdatedAt:s}]";

    private T? Read<T>(string? data, string member, string what) => DataConverter is { } converter
        ? converter.Deserialize<T>(data)
        : throw new InvalidOperationException($"{member} needs metadata that was fetched with the option to include {what}.");
}

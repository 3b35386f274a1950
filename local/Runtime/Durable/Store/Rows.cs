using Microsoft.DurableTask.Client;
using OpsAutomation.Runtime.Durable.History;

namespace OpsAutomation.Runtime.Durable.Store;

/// <summary>An instance as stored.</summary>
internal sealed record InstanceRow(
    long Id,
    string InstanceId,
    long Execution,
    string Name,
    string Version,
    OrchestrationRuntimeStatus Status,
    long Created,
    long Updated,
    ParentLink? Parent)
{
    internal string? Input { get; init; }

    internal string? Output { get; init; }

    internal string? CustomStatus { get; init; }

    internal Failure? Failure { get; init; }

    internal string? Tags { get; init; }

    /// <summary>Whether nothing more can happen to this execution.</summary>
    internal bool IsOver => Status.IsOver();
}

/// <summary>The call of which an instance is the sub-orchestration.</summary>
internal sealed record ParentLink(long Instance, long Execution, int TaskId, string InstanceId, string Name);

/// <summary>A message that waits for an instance.</summary>
internal sealed record InboxRow(long Id, long? Execution, DurableEvent Event);

/// <summary>An activity that has to run.</summary>
internal sealed record ActivityRow(long Id, long Instance, long Execution, int TaskId, string Name, string? Input);

/// <summary>A message that is delivered when its time comes.</summary>
internal sealed record TimerRow(long Id, long Instance, int TaskId, long Due);

/// <summary>The statuses that end an execution.</summary>
internal static class RuntimeStatuses
{
    internal static bool IsOver(this OrchestrationRuntimeStatus status) => status
        is OrchestrationRuntimeStatus.Completed
        or OrchestrationRuntimeStatus.Failed
        or OrchestrationRuntimeStatus.Terminated;
}

/// <summary>Where a message stands in an inbox: lower ranks are delivered first, equal ranks in the order of arrival.</summary>
internal static class InboxRank
{
    internal const int Control = 0;

    /// <summary>The start of an execution, and the events that it inherits from the one before.</summary>
    internal const int Start = 1;

    internal const int Ordinary = 2;
}

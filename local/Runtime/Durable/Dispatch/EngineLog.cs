using Microsoft.Extensions.Logging;

namespace OpsAutomation.Runtime.Durable.Dispatch;

/// <summary>What the engine says about itself.</summary>
internal static partial class EngineLog
{
    [LoggerMessage(EventId = 7001, Level = LogLevel.Information, Message = "Durable engine started on {Database}: {Ready} instances ready, {Activities} activities to run, {Timers} timers set.")]
    internal static partial void Started(ILogger logger, string database, int ready, int activities, int timers);

    [LoggerMessage(EventId = 7002, Level = LogLevel.Error, Message = "Orchestration {InstanceId} is marked as failed, because the engine could not run it.")]
    internal static partial void GivenUp(ILogger logger, string instanceId, Exception exception);

    [LoggerMessage(EventId = 7003, Level = LogLevel.Critical, Message = "Work {Kind} #{Key} failed in the engine itself; it waits for the next start.")]
    internal static partial void WorkFailed(ILogger logger, WorkKind kind, long key, Exception exception);

    [LoggerMessage(EventId = 7004, Level = LogLevel.Warning, Message = "The durable store refused a write; it is tried again.")]
    internal static partial void WriteRefused(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 7005, Level = LogLevel.Warning, Message = "Event {EventName} from {Sender} to {InstanceId} was dropped: that instance does not exist, or is over.")]
    internal static partial void EventDropped(ILogger logger, string eventName, string sender, string instanceId);

    [LoggerMessage(EventId = 7006, Level = LogLevel.Information, Message = "Activity {Name} of {InstanceId} was cut off by the stop; it runs again after the next start.")]
    internal static partial void ActivityCutOff(ILogger logger, string name, string instanceId);
}

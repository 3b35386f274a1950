using Microsoft.Extensions.Logging;

namespace OpsAutomation.Runtime.EventGrid;

/// <summary>What the Event Grid endpoint logs. Ids 7200 to 7299.</summary>
internal static partial class EventGridLog
{
    [LoggerMessage(7200, LogLevel.Warning, "A delivery to {Function} was refused: {Reason}")]
    internal static partial void Malformed(ILogger logger, string function, string reason);

    [LoggerMessage(7201, LogLevel.Warning, "A delivery to {Function} failed: {Failures} of {Runs} runs")]
    internal static partial void Failed(ILogger logger, string function, int failures, int runs);
}

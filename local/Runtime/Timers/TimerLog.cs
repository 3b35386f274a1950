using Microsoft.Extensions.Logging;

namespace OpsAutomation.Runtime.Timers;

/// <summary>What timers log. Ids 7300 to 7399.</summary>
internal static partial class TimerLog
{
    [LoggerMessage(7300, LogLevel.Debug, "Timer {Function} runs (past due: {PastDue})")]
    internal static partial void Running(ILogger logger, string function, bool pastDue);

    [LoggerMessage(7301, LogLevel.Error, "The progress of timer {Function} could not be saved")]
    internal static partial void StatusNotSaved(ILogger logger, Exception exception, string function);
}

using Microsoft.Extensions.Logging;

namespace OpsAutomation.Runtime.Functions;

/// <summary>What the host logs about runs. Ids 7000 to 7099.</summary>
internal static partial class FunctionLog
{
    [LoggerMessage(7000, LogLevel.Debug, "Function {Function} starts ({InvocationId})")]
    internal static partial void Starting(ILogger logger, string function, string invocationId);

    [LoggerMessage(7001, LogLevel.Debug, "Function {Function} is done ({InvocationId})")]
    internal static partial void Done(ILogger logger, string function, string invocationId);

    [LoggerMessage(7002, LogLevel.Error, "Function {Function} failed ({InvocationId})")]
    internal static partial void Failed(ILogger logger, Exception exception, string function, string invocationId);

    [LoggerMessage(7003, LogLevel.Information, "Function {Function} was cancelled ({InvocationId})")]
    internal static partial void Cancelled(ILogger logger, string function, string invocationId);
}

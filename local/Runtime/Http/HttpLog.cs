using Microsoft.Extensions.Logging;

namespace OpsAutomation.Runtime.Http;

/// <summary>What the HTTP side logs. Ids 7100 to 7199.</summary>
internal static partial class HttpLog
{
    [LoggerMessage(7100, LogLevel.Error, "HTTP function {Function} answered 500 ({InvocationId})")]
    internal static partial void Unhandled(ILogger logger, Exception exception, string function, string? invocationId);
}

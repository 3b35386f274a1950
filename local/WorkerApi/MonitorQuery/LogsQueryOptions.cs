using Azure.Core;

namespace Azure.Monitor.Query;

/// <summary>Transport, retries and diagnostics of a logs client.</summary>
public class LogsQueryClientOptions : ClientOptions
{
}

/// <summary>How a log query is run.</summary>
public class LogsQueryOptions
{
    /// <summary>The most time that the service may take; null is its default, three minutes.</summary>
    public TimeSpan? ServerTimeout { get; set; }

    /// <summary>False: a partial result is a <see cref="RequestFailedException"/>.</summary>
    public bool AllowPartialErrors { get; set; }
}

using System.Text.Json.Nodes;

namespace OpsAutomation.SimulatedAzure.Faults;

/// <summary>A fault that was asked for: which requests it hits and what it does to them.</summary>
internal sealed record Fault
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>HTTP method it hits, or null for every one.</summary>
    public string? Method { get; init; }

    /// <summary>Pattern of the address (host and path, <c>*</c> for anything), or null.</summary>
    public string? Route { get; init; }

    /// <summary>Resource id that the path must start with, or null.</summary>
    public string? Resource { get; init; }

    /// <summary>Answer with this status instead of doing it.</summary>
    public int? Status { get; init; }

    /// <summary>Retry-After of that answer, in seconds.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>ARM error code of that answer.</summary>
    public string? Code { get; init; }

    /// <summary>Seconds on the clock before anything happens.</summary>
    public double Delay { get; init; }

    /// <summary>Do it, store it, then break the connection: the caller never hears of it.</summary>
    public bool DropAfterEffect { get; init; }

    /// <summary>Reads answer as of this many minutes ago.</summary>
    public double StaleMinutes { get; init; }

    /// <summary>The long-running operation that the request starts will fail: <c>code</c>, <c>message</c>.</summary>
    public JsonObject? FailOperation { get; init; }

    /// <summary>How many requests it hits, or null for no end.</summary>
    public long? Count { get; init; }

    /// <summary>Probability from 0 to 1 that a matching request is hit, drawn from the seed.</summary>
    public double Probability { get; init; } = 1;
}

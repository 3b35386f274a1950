namespace OpsAutomation.Core.Alerts;

/// <summary>What kind of observation raised the alert.</summary>
public enum SignalKind
{
    /// <summary>A platform or custom metric against a static or dynamic threshold.</summary>
    Metric,

    /// <summary>A log search.</summary>
    Log,

    /// <summary>An entry of the activity log.</summary>
    ActivityLog,

    /// <summary>Resource Health.</summary>
    ResourceHealth,

    /// <summary>Service Health.</summary>
    ServiceHealth,

    /// <summary>Smart detection of Application Insights.</summary>
    SmartDetection,

    /// <summary>An availability test.</summary>
    Availability,

    /// <summary>A budget threshold.</summary>
    Budget,

    /// <summary>Spending that is out of its usual range.</summary>
    CostAnomaly,

    /// <summary>A finding of a security service.</summary>
    Security,

    /// <summary>A secret, key or certificate that ends.</summary>
    Credential,

    /// <summary>A rule that another monitoring system evaluates: it cannot be read again from here.</summary>
    External,

    /// <summary>A monitoring system lost its data, or cannot reach it: the thing watched may be well.</summary>
    Telemetry,

    /// <summary>A deployment; its commit, image, actor, environment and outcome are labels.</summary>
    Deployment,

    /// <summary>An error budget is spent too fast.</summary>
    SloBurn,

    /// <summary>A resource differs from its declaration.</summary>
    Drift,

    /// <summary>This system opens one incident for many alerts that came at once. Only it says so, from inside.</summary>
    AlertStorm,

    /// <summary>This system stopped its own automation, which acted too often or in vain. Only it says so, from inside.</summary>
    OverAction,

    /// <summary>None of the above; a person looks.</summary>
    Unknown,
}

/// <summary>How to read the observation again, so that a decision rests on now and not on the minute of the alert.</summary>
/// <param name="Kind">The kind of observation.</param>
/// <param name="Name">Metric name, operation name or test name; null where the sender has none.</param>
/// <param name="Namespace">Metric namespace, or null.</param>
/// <param name="Aggregation">How values inside the window are combined: Average, Total, Maximum, Minimum, Count.</param>
/// <param name="Operator">Comparison as the sender spells it: GreaterThan, GreaterThanOrEqual, LessThan, LessThanOrEqual, or null.</param>
/// <param name="Window">The evaluation window, or null.</param>
/// <param name="Dimensions">Dimension names and values.</param>
public sealed record Signal(
    SignalKind Kind,
    string? Name,
    string? Namespace,
    string? Aggregation,
    string? Operator,
    TimeSpan? Window,
    IReadOnlyDictionary<string, string> Dimensions);

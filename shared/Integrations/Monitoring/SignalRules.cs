using System.Globalization;
using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Integrations.Arm;

namespace OpsAutomation.Integrations.Monitoring;

/// <summary>One minute of a metric, already in the signal's aggregation.</summary>
/// <param name="Start">Start of the minute.</param>
/// <param name="Value">The value.</param>
internal sealed record MetricMinute(DateTimeOffset Start, double Value);

/// <summary>Judges a signal from its minutes. Pure; whatever is missing or old makes it unknown, never healthy.</summary>
internal static class SignalRules
{
    /// <summary>Evaluation window where the alert names none (the default of a metric alert rule).</summary>
    public static readonly TimeSpan DefaultWindow = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Age at which the newest complete minute is too old to decide on. Platform metrics are usually there within three
    /// minutes (Azure Monitor, "Metrics overview").
    /// </summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(6);

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>Why the alert's signal cannot be read as a metric at all, or null when it can.</summary>
    public static string? Unreadable(Alert alert)
    {
        var signal = alert.Signal;
        return signal.Kind != SignalKind.Metric ? $"A signal of kind {signal.Kind} cannot be read again as a metric."
            : string.IsNullOrEmpty(alert.Resource) ? "The alert names no resource whose metric could be read."
            : !ArmTarget.IsResource(alert.Resource) ? "The alert's resource is not the ARM id of a resource in a resource group."
            : string.IsNullOrEmpty(signal.Name) ? "The alert names no metric."
            : Aggregation(signal) is null ? $"The aggregation '{signal.Aggregation}' is not known."
            : alert.Threshold is null ? "The threshold is dynamic: only Azure knows its value now."
            : Symbol(signal.Operator) is null ? $"The operator '{signal.Operator}' cannot be compared with a fixed threshold."
            : null;
    }

    /// <summary>The signal's aggregation in the metrics API's words; Average where it names none; null when it is none of them.</summary>
    public static string? Aggregation(Signal signal) => signal.Aggregation switch
    {
        null or "" or "Average" => "Average",
        "Total" or "Maximum" or "Minimum" or "Count" => signal.Aggregation,
        _ => null,
    };

    /// <summary>Start of the minutes to ask for: the window, and room for minutes that are late.</summary>
    public static (DateTimeOffset From, DateTimeOffset To) Span(Signal signal, DateTimeOffset now)
    {
        var to = Floor(now);
        return (to - Window(signal) - MaxAge, to);
    }

    /// <summary>Judges the newest complete window.</summary>
    /// <param name="alert">An alert that is readable.</param>
    /// <param name="minutes">The minutes that have a value.</param>
    /// <param name="notBefore">Minutes that began earlier do not count, or null.</param>
    /// <param name="now">The time of the read.</param>
    public static SignalReading Judge(Alert alert, IEnumerable<MetricMinute> minutes, DateTimeOffset? notBefore, DateTimeOffset now)
    {
        var complete = minutes.Where(m => m.Start + Minute <= now && double.IsFinite(m.Value)).OrderBy(m => m.Start).ToList();
        if (complete.Count == 0)
        {
            return Unknown(null, "No complete minute of the metric has a value.");
        }

        var newest = complete[^1].Start;
        if (now - (newest + Minute) > MaxAge)
        {
            return Unknown(newest, $"The newest value is of {newest.UtcDateTime:HH:mm} UTC, too old to decide on.");
        }

        var window = Window(alert.Signal);
        var start = newest + Minute - window;
        if (notBefore is { } limit && Ceiling(limit) > start)
        {
            start = Ceiling(limit);
        }

        var used = complete.Where(m => m.Start >= start).ToList();
        if (used.Count == 0)
        {
            return Unknown(newest, $"No full minute since {notBefore?.UtcDateTime:HH:mm:ss} UTC has a value yet.");
        }

        // Gaps happen, and a rule is evaluated on what is there; but less than half of a window is not the window.
        var expected = (int)((newest + Minute - start) / Minute);
        if (used.Count * 2 < expected)
        {
            return Unknown(newest, $"Only {used.Count} of {expected} minutes have a value.");
        }

        return Compare(alert, used, expected, (int)(window / Minute), newest);
    }

    private static SignalReading Compare(Alert alert, List<MetricMinute> used, int expected, int windowMinutes, DateTimeOffset newest)
    {
        var values = used.Select(m => m.Value);
        var value = Aggregation(alert.Signal) switch
        {
            // A sum of fewer minutes than the rule's window is smaller for that alone: it is taken to the whole window, or
            // the first good-looking minute after an action would pass for healthy.
            "Total" or "Count" => values.Sum() * windowMinutes / used.Count,
            "Maximum" => values.Max(),
            "Minimum" => values.Min(),
            _ => values.Average(),
        };
        var threshold = alert.Threshold!.Value;
        var firing = alert.Signal.Operator switch
        {
            "GreaterThan" => value > threshold,
            "GreaterThanOrEqual" => value >= threshold,
            "LessThan" => value < threshold,
            "LessThanOrEqual" => value <= threshold,
            _ => value.Equals(threshold),
        };
        var taken = used.Count < windowMinutes && Aggregation(alert.Signal) is "Total" or "Count" ? $", at that rate over {windowMinutes} minutes" : string.Empty;
        return new SignalReading(
            firing ? SignalState.Firing : SignalState.Healthy,
            value,
            newest,
            string.Create(CultureInfo.InvariantCulture,
                $"{alert.Signal.Name} is {value:0.##} ({Aggregation(alert.Signal)} of {used.Count} of {expected} minutes to {(newest + Minute).UtcDateTime:HH:mm} UTC{taken}); it fires when {Symbol(alert.Signal.Operator)} {threshold:0.##}."));
    }

    private static string? Symbol(string? comparison) => comparison switch
    {
        "GreaterThan" => "above",
        "GreaterThanOrEqual" => "at or above",
        "LessThan" => "below",
        "LessThanOrEqual" => "at or below",
        "Equals" => "equal to",
        _ => null,
    };

    private static TimeSpan Window(Signal signal) => signal.Window is { } window && window >= Minute ? window : DefaultWindow;

    private static SignalReading Unknown(DateTimeOffset? at, string reason) => new(SignalState.Unknown, null, at, reason);

    private static DateTimeOffset Floor(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % Minute.Ticks), TimeSpan.Zero);

    private static DateTimeOffset Ceiling(DateTimeOffset time) => Floor(time) is var floor && floor == time ? floor : floor + Minute;
}

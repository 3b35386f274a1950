using System.Xml;
using OpsAutomation.SimulatedAzure.Arm;
using OpsAutomation.SimulatedAzure.Store;

namespace OpsAutomation.SimulatedAzure.Metrics;

/// <summary>The parameters of a metrics read (Azure Monitor REST API, Metrics - List, 2018-01-01).</summary>
/// <param name="Names">Metrics asked for; empty for the resource's first.</param>
/// <param name="From">Start, rounded down to a minute.</param>
/// <param name="To">End, exclusive.</param>
/// <param name="Interval">Grain.</param>
/// <param name="Aggregations">average, minimum, maximum, total, count; empty for the metric's own.</param>
/// <param name="WithData">False for resultType=Metadata.</param>
internal sealed record MetricQuery(
    IReadOnlyList<string> Names, DateTimeOffset From, DateTimeOffset To, TimeSpan Interval, IReadOnlyList<string> Aggregations, bool WithData)
{
    private static readonly string[] Known = ["average", "minimum", "maximum", "total", "count"];

    private static readonly string[] Intervals = ["PT1M", "PT5M", "PT15M", "PT30M", "PT1H", "PT6H", "PT12H", "P1D"];

    /// <summary>Longest time span of one query that is answered.</summary>
    private static readonly TimeSpan MaximumSpan = TimeSpan.FromDays(31);

    /// <summary>Reads the parameters.</summary>
    /// <exception cref="ArmRefusal">BadRequest naming the parameter.</exception>
    public static MetricQuery Parse(ArmCall call, string resourceType)
    {
        var query = call.Query;
        if (query["$filter"] is not null)
        {
            throw Bad("The simulated Azure has no metric dimensions; $filter is not supported.");
        }

        if (query["metricnamespace"] is { } space && !space.Equals(resourceType, StringComparison.OrdinalIgnoreCase))
        {
            throw Bad($"Failed to find metric namespace '{space}'; this resource has '{resourceType}'.");
        }

        var (from, to) = Span(query["timespan"], call.AsOf);
        return new MetricQuery(
            List(query["metricnames"]), from, to, IntervalOf(query["interval"]), AggregationsOf(query["aggregation"]), ResultType(query["resultType"]));
    }

    private static (DateTimeOffset From, DateTimeOffset To) Span(string? text, DateTimeOffset now)
    {
        if (text is null)
        {
            return (Minute(now - TimeSpan.FromHours(1)), now);
        }

        var parts = text.Split('/');
        if (parts is [var start, var end] && Times.TryRead(start, out var from) && Times.TryRead(end, out var to) && from < to && to - from <= MaximumSpan)
        {
            return (Minute(from), to);
        }

        if (parts is [var duration] && Duration(duration) is { } length && length > TimeSpan.Zero && length <= MaximumSpan)
        {
            return (Minute(now - length), now);
        }

        throw Bad($"Invalid timespan '{text}': expected <start>/<end> in ISO 8601, start before end, at most {MaximumSpan.TotalDays} days.");
    }

    private static TimeSpan IntervalOf(string? text)
    {
        if (text is null)
        {
            return TimeSpan.FromMinutes(1);
        }

        return Duration(text) is { } interval && Intervals.Any(known => XmlConvert.ToTimeSpan(known) == interval)
            ? interval
            : throw Bad($"Detected invalid time grain input '{text}'. Supported ones are: {string.Join(", ", Intervals)}.");
    }

    private static List<string> AggregationsOf(string? text)
    {
        var wanted = List(text?.ToLowerInvariant());
        return wanted.Except(Known, StringComparer.Ordinal).FirstOrDefault() is { } unknown
            ? throw Bad($"Invalid aggregation '{unknown}'. Supported ones are: {string.Join(", ", Known)}.")
            : wanted;
    }

    private static bool ResultType(string? text) => text?.ToLowerInvariant() switch
    {
        null or "data" => true,
        "metadata" => false,
        _ => throw Bad($"Invalid resultType '{text}'. Supported ones are: Data, Metadata."),
    };

    private static TimeSpan? Duration(string text)
    {
        try
        {
            return XmlConvert.ToTimeSpan(text);
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            return null;
        }
    }

    private static List<string> List(string? text) =>
        [.. (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    private static DateTimeOffset Minute(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero);

    private static ArmRefusal Bad(string message) => new(400, "BadRequest", message);
}

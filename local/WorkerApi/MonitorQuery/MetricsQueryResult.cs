namespace Azure.Monitor.Query.Models;

/// <summary>How the values within one point are put together.</summary>
public enum MetricAggregationType
{
    /// <summary>Not at all.</summary>
    None = 0,

    /// <summary>Their mean.</summary>
    Average = 1,

    /// <summary>Their number.</summary>
    Count = 2,

    /// <summary>The smallest.</summary>
    Minimum = 3,

    /// <summary>The largest.</summary>
    Maximum = 4,

    /// <summary>Their sum.</summary>
    Total = 5,
}

/// <summary>The metrics of one resource.</summary>
public class MetricsQueryResult
{
    internal MetricsQueryResult(IReadOnlyList<MetricResult> metrics, TimeSpan? granularity, string @namespace, string region)
    {
        Metrics = metrics;
        Granularity = granularity;
        Namespace = @namespace;
        ResourceRegion = region;
    }

    /// <summary>One for each metric that was asked for.</summary>
    public IReadOnlyList<MetricResult> Metrics { get; }

    /// <summary>The length of one point, which may differ from what was asked for.</summary>
    public TimeSpan? Granularity { get; }

    /// <summary>The metrics' namespace.</summary>
    public string Namespace { get; }

    /// <summary>The resource's region.</summary>
    public string ResourceRegion { get; }

    /// <summary>The metric with exactly this name; throws when there is none.</summary>
    public MetricResult GetMetricByName(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return Metrics.FirstOrDefault(m => string.Equals(m.Name, name, StringComparison.Ordinal))
            ?? throw new KeyNotFoundException($"Could not find Metric with name: {name}");
    }
}

/// <summary>One metric.</summary>
public class MetricResult
{
    internal MetricResult(string name, IReadOnlyList<MetricTimeSeriesElement> timeSeries, ResponseError error)
    {
        Name = name;
        TimeSeries = timeSeries;
        Error = error;
    }

    /// <summary>The metric's name.</summary>
    public string Name { get; }

    /// <summary>One, or one for each combination of dimensions.</summary>
    public IReadOnlyList<MetricTimeSeriesElement> TimeSeries { get; }

    /// <summary>Why this metric could not be read; null when it could.</summary>
    public ResponseError Error { get; }
}

/// <summary>One time series of a metric.</summary>
public class MetricTimeSeriesElement
{
    internal MetricTimeSeriesElement(IReadOnlyDictionary<string, string> metadata, IReadOnlyList<MetricValue> values)
    {
        Metadata = metadata;
        Values = values;
    }

    /// <summary>Dimensions and their values.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The points, oldest first.</summary>
    public IReadOnlyList<MetricValue> Values { get; }
}

/// <summary>One point. What was not asked for, or has no data, is null.</summary>
public class MetricValue
{
    internal MetricValue(DateTimeOffset timeStamp, double? average, double? minimum, double? maximum, double? total, double? count)
    {
        TimeStamp = timeStamp;
        Average = average;
        Minimum = minimum;
        Maximum = maximum;
        Total = total;
        Count = count;
    }

    /// <summary>Where the point begins.</summary>
    public DateTimeOffset TimeStamp { get; }

    /// <summary>The mean.</summary>
    public double? Average { get; }

    /// <summary>The smallest value.</summary>
    public double? Minimum { get; }

    /// <summary>The largest value.</summary>
    public double? Maximum { get; }

    /// <summary>The sum.</summary>
    public double? Total { get; }

    /// <summary>The number of values.</summary>
    public double? Count { get; }
}

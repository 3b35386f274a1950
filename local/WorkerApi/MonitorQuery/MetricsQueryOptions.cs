using Azure.Core;
using Azure.Monitor.Query.Models;

namespace Azure.Monitor.Query;

/// <summary>Transport, retries and diagnostics of a metrics client.</summary>
public class MetricsQueryClientOptions : ClientOptions
{
}

/// <summary>What is asked of a resource's metrics.</summary>
public class MetricsQueryOptions
{
    /// <summary>The span of time; null is the service's default, the last hour.</summary>
    public QueryTimeRange? TimeRange { get; set; }

    /// <summary>The length of one point; null lets the service choose.</summary>
    public TimeSpan? Granularity { get; set; }

    /// <summary>The aggregations to fill in; empty is each metric's own.</summary>
    public IList<MetricAggregationType> Aggregations { get; } = [];

    /// <summary>The most time series; only with a filter.</summary>
    public int? Size { get; set; }

    /// <summary>The order of time series, for example <c>sum asc</c>.</summary>
    public string OrderBy { get; set; }

    /// <summary>Dimensions to split by or to keep, for example <c>Instance eq '*'</c>.</summary>
    public string Filter { get; set; }

    /// <summary>The namespace, where a resource has several.</summary>
    public string MetricNamespace { get; set; }
}

using Azure.Monitor.Query;
using Azure.Monitor.Query.Models;
using OpsAutomation.Core.Slos.Definitions;
using OpsAutomation.Core.Slos.Measuring;
using OpsAutomation.Integrations.Arm;

namespace OpsAutomation.Integrations.Monitoring.Objectives;

/// <summary>Reads a metric of Azure Monitor minute by minute ("Metrics - List", grain PT1M).</summary>
internal sealed class AzureMetricSli(MetricsQueryClient client)
{
    public async Task<SliAnswer> ReadAsync(SliQuery query, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var options = new MetricsQueryOptions
        {
            TimeRange = new QueryTimeRange(from, to),
            Granularity = TimeSpan.FromMinutes(1),
            Filter = DimensionFilter.Of(query.Dimensions),
        };
        options.Aggregations.Add(Enum.Parse<MetricAggregationType>(query.Aggregation!));
        var answer = await TypedAnswers.ReadAsync(() => client.QueryResourceAsync(query.Resource!, [query.Text], options, cancellationToken));
        var metric = answer.Value.Metrics.FirstOrDefault(m => string.Equals(m.Name, query.Text, StringComparison.OrdinalIgnoreCase));
        if (metric is null)
        {
            return new SliAnswer([], "Azure Monitor's answer does not hold the metric.");
        }

        // Several series are parts of one whole only where numbers are counts: a mean of means is none.
        var series = metric.TimeSeries;
        return metric.Error is { } error ? new SliAnswer([], $"Azure Monitor could not read the metric in full: {error.Code}.")
            : series.Count > 1 && query.Aggregation is not ("Total" or "Count") ? new SliAnswer([], $"The metric has {series.Count} series; 'dimensions' must keep one.")
            : new SliAnswer([.. series
                .SelectMany(s => MetricValues.Of(s, query.Aggregation!))
                .GroupBy(m => m.Start)
                .Select(g => new SliSample(g.Key, g.Sum(m => m.Value)))]);
    }
}

using System.Globalization;
using OpsAutomation.Core.Catalog;

namespace OpsAutomation.Core.Slos.Definitions;

/// <summary>Reads <c>spec.indicator</c> of an objective; OPS2206 for what is wrong in it.</summary>
internal static class IndicatorReader
{
    private static readonly string[] Aggregations = ["Total", "Average", "Maximum", "Minimum", "Count"];
    private static readonly IReadOnlyDictionary<string, string> Empty = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <param name="map">The indicator.</param>
    /// <param name="limit">The objective's value, for a threshold.</param>
    /// <param name="op">The objective's operator, for a threshold.</param>
    public static SloIndicator? Read(YamlMap map, double? limit, SloComparison? op)
    {
        map.Skip("metadata");
        if (map.Map("spec") is not { } spec)
        {
            map.Error("OPS2206", "spec", "The indicator has no 'spec'.");
            return null;
        }

        SloIndicator? indicator = null;
        if (spec.Map("ratioMetric") is { } ratio)
        {
            indicator = Ratio(ratio);
        }
        else if (spec.Map("thresholdMetric") is { } threshold)
        {
            if (limit is null || op is null)
            {
                spec.Error("OPS2206", "thresholdMetric", "A threshold needs 'op' and 'value' in its objective.");
            }

            indicator = Query(threshold, counter: false) is { } value ? new ThresholdIndicator(value, op ?? SloComparison.Lte, limit ?? 0) : null;
            threshold.Done();
        }
        else
        {
            spec.Error("OPS2206", "ratioMetric", "An indicator is a 'ratioMetric' or a 'thresholdMetric'.");
        }

        spec.Done();
        map.Done();
        return indicator;
    }

    private static RatioIndicator? Ratio(YamlMap map)
    {
        var counter = map.Bool("counter") ?? false;
        var (good, bad) = (map.Map("good"), map.Map("bad"));
        if ((good is null) == (bad is null))
        {
            map.Error("OPS2206", "good", "A ratio has either 'good' or 'bad', and 'total'.");
        }

        var part = (good ?? bad) is { } some ? Query(some, counter) : null;
        var total = map.Map("total") is { } all ? Query(all, counter) : null;
        if (!map.Has("total"))
        {
            map.Error("OPS2206", "total", "A ratio has a 'total'.");
        }

        map.Done();
        return part is null || total is null ? null : new RatioIndicator(part, good is null, total);
    }

    private static SliQuery? Query(YamlMap map, bool counter)
    {
        if (map.Map("metricSource") is not { } source || source.Map("spec") is not { } spec)
        {
            map.Error("OPS2206", "metricSource", $"'{map.Path}' needs 'metricSource' with 'type' and 'spec'.");
            return null;
        }

        source.Skip("metricSourceRef");
        var type = source.RequiredString("type");
        var query = type switch
        {
            "AzureMonitor" => Metric(spec, counter),
            "LogAnalytics" => new SliQuery(SliSource.AzureLogs, spec.RequiredString("query"), spec.RequiredString("workspace"), null, Empty, counter),
            "Prometheus" => new SliQuery(SliSource.Prometheus, spec.RequiredString("query"), null, null, Empty, counter),
            _ => null,
        };
        if (query is null && type.Length > 0)
        {
            source.Error("OPS2206", "type", string.Create(CultureInfo.InvariantCulture, $"The source '{type}' is not read; known are AzureMonitor, LogAnalytics, Prometheus."));
            return null;
        }

        spec.Done();
        source.Done();
        map.Done();
        return query;
    }

    private static SliQuery Metric(YamlMap spec, bool counter)
    {
        var aggregation = spec.String("aggregation") ?? "Total";
        if (!Aggregations.Contains(aggregation, StringComparer.Ordinal))
        {
            spec.Error("OPS2206", "aggregation", $"'{aggregation}' is none of {string.Join(", ", Aggregations)}.");
        }

        return new SliQuery(SliSource.AzureMetric, spec.RequiredString("metric"), spec.RequiredString("resource"), aggregation, spec.Pairs("dimensions"), counter);
    }
}

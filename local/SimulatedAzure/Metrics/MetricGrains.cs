using System.Text.Json.Nodes;
using OpsAutomation.SimulatedAzure.Store;

namespace OpsAutomation.SimulatedAzure.Metrics;

/// <summary>One grain of a series: the minutes in it that have a value.</summary>
internal sealed record MetricGrain(DateTimeOffset Start, IReadOnlyList<double> Values)
{
    /// <summary>The data point on the wire; a grain without values has a time stamp only, as the real service answers a gap.</summary>
    public JsonObject ToJson(IReadOnlyList<string> aggregations)
    {
        var point = new JsonObject { ["timeStamp"] = Times.WireSeconds(Start) };
        if (Values.Count > 0)
        {
            foreach (var aggregation in aggregations)
            {
                point[aggregation] = aggregation switch
                {
                    "average" => Values.Average(),
                    "minimum" => Values.Min(),
                    "maximum" => Values.Max(),
                    "total" => Values.Sum(),
                    _ => (double)Values.Count,
                };
            }
        }

        return point;
    }
}

/// <summary>Cuts a curve into grains.</summary>
internal static class MetricGrains
{
    /// <summary>Grains from the query's start; minutes that have not ended, or are not ingested yet, are missing.</summary>
    public static IEnumerable<MetricGrain> Of(MetricCurve curve, MetricQuery query, DateTimeOffset now)
    {
        var readable = now - curve.Model.Latency - TimeSpan.FromMinutes(1);
        for (var start = query.From; start < query.To && start <= now; start += query.Interval)
        {
            var values = new List<double>();
            for (var minute = start; minute < start + query.Interval && minute < query.To && minute <= readable; minute += TimeSpan.FromMinutes(1))
            {
                if (curve.At(minute) is { } value)
                {
                    values.Add(value);
                }
            }

            yield return new MetricGrain(start, values);
        }
    }
}

using Azure.Monitor.Query.Models;

namespace OpsAutomation.Integrations.Monitoring;

/// <summary>The minutes of a series that have a value.</summary>
internal static class MetricValues
{
    /// <param name="series">The series.</param>
    /// <param name="aggregation">Average, Total, Maximum, Minimum or Count.</param>
    public static IEnumerable<MetricMinute> Of(MetricTimeSeriesElement series, string aggregation)
    {
        foreach (var value in series.Values)
        {
            var number = aggregation switch
            {
                "Total" => value.Total,
                "Maximum" => value.Maximum,
                "Minimum" => value.Minimum,
                "Count" => value.Count,
                _ => value.Average,
            };
            if (number is { } known)
            {
                yield return new MetricMinute(value.TimeStamp, known);
            }
        }
    }
}

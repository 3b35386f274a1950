using System.Globalization;

namespace OpsAutomation.Core.Alerts.Sources.Aws;

/// <summary>
/// What an alarm's reason says in numbers. The data of the reason is exact but is not always sent; its sentence is:
/// "Threshold Crossed: 1 out of the last 1 datapoints [99.5 (02/10/19 16:59:00)] was greater than the threshold (50.0) …".
/// </summary>
internal static class AlarmReason
{
    private static readonly (string Words, string Operator)[] Comparisons =
    [
        ("greater than or equal to the threshold", "GreaterThanOrEqual"), ("less than or equal to the threshold", "LessThanOrEqual"),
        ("greater than the threshold", "GreaterThan"), ("less than the threshold", "LessThan"),
    ];

    /// <summary>The newest value, the threshold and the comparison, each null where nothing says it.</summary>
    public static (double? Value, double? Threshold, string? Operator) Read(JsonFields data, string? reason)
    {
        var evaluated = data.List("evaluatedDatapoints").Select(p => new JsonFields(p)).Where(p => p.Number("value") is not null)
            .OrderByDescending(p => p.Time("timestamp") ?? DateTimeOffset.MinValue).ToArray();

        // recentDatapoints are in the order of time; those in the sentence begin with the newest.
        var value = evaluated.Length > 0 ? evaluated[0].Number("value") : data.List("recentDatapoints").Select(p => JsonFields.NumberOf(p)).LastOrDefault(p => p is not null);
        var comparison = Array.Find(Comparisons, c => reason?.Contains(c.Words, StringComparison.OrdinalIgnoreCase) == true);
        return (value ?? After(reason, "["), data.Number("threshold") ?? After(reason, "the threshold ("), comparison.Operator);
    }

    /// <summary>CloudWatch's <c>GreaterThanOrEqualToThreshold</c> and the like, in our words; anomaly bands stay as they are.</summary>
    public static string? Operator(string? text) => text switch
    {
        "GreaterThanOrEqualToThreshold" => "GreaterThanOrEqual",
        "GreaterThanThreshold" => "GreaterThan",
        "LessThanThreshold" => "LessThan",
        "LessThanOrEqualToThreshold" => "LessThanOrEqual",
        _ => text,
    };

    /// <summary>A statistic in our words; percentiles and the like stay as they are.</summary>
    public static string? Statistic(string? text) => text?.ToLowerInvariant() switch
    {
        "average" => "Average",
        "sum" => "Total",
        "maximum" => "Maximum",
        "minimum" => "Minimum",
        "samplecount" => "Count",
        _ => text,
    };

    /// <summary>A period of seconds; null for what CloudWatch could not have (at most a day, says its API).</summary>
    public static TimeSpan? Period(double? seconds) => seconds is > 0 and <= 86_400 ? TimeSpan.FromSeconds(seconds.Value) : null;

    private static double? After(string? text, string mark)
    {
        var at = text?.IndexOf(mark, StringComparison.OrdinalIgnoreCase) ?? -1;
        if (at < 0)
        {
            return null;
        }

        var rest = text.AsSpan(at + mark.Length);
        var length = rest.IndexOfAny(" )],");
        return length > 0 && double.TryParse(rest[..length], NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;
    }
}

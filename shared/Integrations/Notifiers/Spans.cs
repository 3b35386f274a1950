using System.Globalization;

namespace OpsAutomation.Integrations.Notifiers;

/// <summary>Times as a person reads them: relative, and absolute in UTC.</summary>
internal static class Spans
{
    /// <summary>"in 24 minutes, 14:05 UTC"; with the date when it is another day.</summary>
    public static string Until(DateTimeOffset time, DateTimeOffset now) =>
        time <= now ? $"passed, {Clock(time, now)}" : $"in {Length(time - now)}, {Clock(time, now)}";

    /// <summary>"13:41 UTC, for 12 minutes".</summary>
    public static string Since(DateTimeOffset time, DateTimeOffset now) =>
        time >= now ? Clock(time, now) : $"{Clock(time, now)}, for {Length(now - time)}";

    /// <summary>"14:05 UTC", or "2026-11-25 00:05 UTC" when it is another day than <paramref name="now"/>.</summary>
    public static string Clock(DateTimeOffset time, DateTimeOffset now)
    {
        var utc = time.ToUniversalTime();
        var format = utc.Date == now.ToUniversalTime().Date ? "HH:mm 'UTC'" : "yyyy-MM-dd HH:mm 'UTC'";
        return utc.ToString(format, CultureInfo.InvariantCulture);
    }

    private static string Length(TimeSpan span) => span switch
    {
        { TotalMinutes: < 1 } => "less than a minute",
        { TotalHours: < 1 } => Count((int)span.TotalMinutes, "minute"),
        { TotalDays: < 1 } when span.Minutes == 0 => Count((int)span.TotalHours, "hour"),
        { TotalDays: < 1 } => $"{Count((int)span.TotalHours, "hour")} {Count(span.Minutes, "minute")}",
        _ when span.Hours == 0 => Count((int)span.TotalDays, "day"),
        _ => $"{Count((int)span.TotalDays, "day")} {Count(span.Hours, "hour")}",
    };

    private static string Count(int number, string unit) => number == 1 ? $"1 {unit}" : $"{number} {unit}s";
}

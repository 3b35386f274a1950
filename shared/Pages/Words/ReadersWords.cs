using System.Globalization;

namespace OpsAutomation.Pages.Words;

/// <summary>
/// Times, durations, counts and money as a reader says them. Pure: the moment of reading is a parameter. Every absolute
/// time is UTC and says so.
/// </summary>
public static class ReadersWords
{
    /// <summary>A duration in its two largest units: <c>24 minutes</c>, <c>1 hour 5 minutes</c>, <c>2 days 3 hours</c>. The sign is dropped.</summary>
    /// <param name="duration">The duration; under one minute it is told in seconds, under one second as <c>less than a second</c>.</param>
    public static string Duration(TimeSpan duration)
    {
        var seconds = Math.Abs(duration.TotalSeconds);
        if (seconds < 1)
        {
            return "less than a second";
        }

        if (seconds < 60)
        {
            return Count((long)seconds, "second");
        }

        var minutes = (long)(seconds / 60);
        if (minutes < 60)
        {
            return Count(minutes, "minute");
        }

        var hours = minutes / 60;
        return hours < 24
            ? Pair(hours, "hour", minutes % 60, "minute")
            : Pair(hours / 24, "day", hours % 24, "hour");
    }

    /// <summary>A moment seen from another: <c>in 24 minutes</c>, <c>5 minutes ago</c>, <c>now</c> within one second.</summary>
    public static string Relative(DateTimeOffset at, DateTimeOffset now)
    {
        var distance = at - now;
        if (Math.Abs(distance.TotalSeconds) < 1)
        {
            return "now";
        }

        return distance > TimeSpan.Zero ? $"in {Duration(RoundUp(distance))}" : $"{Duration(distance)} ago";
    }

    /// <summary>A moment, relative and absolute: <c>in 24 minutes, 14:05 UTC</c>; with its date when that is not today's.</summary>
    public static string Moment(DateTimeOffset at, DateTimeOffset now) => $"{Relative(at, now)}, {Absolute(at, now)}";

    /// <summary>A deadline: <c>in 24 minutes, 14:05 UTC</c>, or <c>passed 3 minutes ago, 13:38 UTC</c>.</summary>
    public static string Deadline(DateTimeOffset at, DateTimeOffset now) => at > now
        ? Moment(at, now)
        : $"passed {Moment(at, now)}";

    /// <summary>The absolute part alone: <c>14:05 UTC</c> today, <c>23 Nov 2026, 14:05 UTC</c> on another day.</summary>
    public static string Absolute(DateTimeOffset at, DateTimeOffset now) => at.UtcDateTime.Date == now.UtcDateTime.Date
        ? at.UtcDateTime.ToString("HH:mm 'UTC'", CultureInfo.InvariantCulture)
        : at.UtcDateTime.ToString("d MMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>Date and time to the second: <c>24 Nov 2026, 14:05:09 UTC</c>.</summary>
    public static string Exact(DateTimeOffset at) =>
        at.UtcDateTime.ToString("d MMM yyyy, HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>For the <c>datetime</c> attribute: RFC 3339 in UTC, to the second.</summary>
    public static string Machine(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>A count with its noun: <c>1 alert</c>, <c>3 alerts</c>.</summary>
    /// <param name="count">How many.</param>
    /// <param name="singular">The noun for one.</param>
    /// <param name="plural">The noun for others; the singular with an s when null.</param>
    public static string Count(long count, string singular, string? plural = null) =>
        $"{count.ToString("N0", CultureInfo.InvariantCulture)} {(count == 1 ? singular : plural ?? singular + "s")}";

    /// <summary>A measured value with at most four significant digits before it turns into whole numbers: <c>91.4</c>, <c>0.0421</c>, <c>12,345</c>.</summary>
    public static string Number(double value)
    {
        if (!double.IsFinite(value))
        {
            return "not a number";
        }

        var size = Math.Abs(value);
        if (size >= 1000)
        {
            return value.ToString(size < 1e12 ? "#,0" : "0.###E+0", CultureInfo.InvariantCulture);
        }

        var text = value.ToString(size is 0 or >= 0.001 ? "0.####" : "0.###E+0", CultureInfo.InvariantCulture);
        return size >= 1 ? Math.Round(value, 2).ToString("0.##", CultureInfo.InvariantCulture) : text;
    }

    /// <summary>A change of cost: <c>+0.19 USD per hour</c>, <c>no change of cost</c>, or <c>price not known</c>, never a guess.</summary>
    public static string CostPerHour(double? delta, string? currency)
    {
        if (delta is not { } known || !double.IsFinite(known))
        {
            return "price not known";
        }

        var unit = string.IsNullOrWhiteSpace(currency) ? "currency not known" : currency;
        return known == 0
            ? "no change of cost"
            : $"{(known > 0 ? "+" : "−")}{Math.Abs(known).ToString("0.00##", CultureInfo.InvariantCulture)} {unit} per hour";
    }

    /// <summary>Names joined for a sentence: <c>a</c>, <c>a or b</c>, <c>a, b or c</c>.</summary>
    public static string Any(IReadOnlyList<string> names) => Join(names, "or", "nobody");

    /// <summary>Names joined for a sentence: <c>a</c>, <c>a and b</c>, <c>a, b and c</c>.</summary>
    public static string All(IReadOnlyList<string> names) => Join(names, "and", "none");

    /// <summary>Approvers for a sentence: <c>the role on-call or mary</c>; a role is written <c>role:on-call</c> in a playbook.</summary>
    public static string Approvers(IReadOnlyList<string> approvers) => Any(
        [.. approvers.Select(a => a.StartsWith("role:", StringComparison.Ordinal) ? $"the role {a["role:".Length..]}" : a)]);

    private static string Join(IReadOnlyList<string> names, string word, string empty) => names.Count switch
    {
        0 => empty,
        1 => names[0],
        _ => $"{string.Join(", ", names.Take(names.Count - 1))} {word} {names[^1]}",
    };

    private static string Pair(long first, string firstUnit, long second, string secondUnit) => second == 0
        ? Count(first, firstUnit)
        : $"{Count(first, firstUnit)} {Count(second, secondUnit)}";

    // 23 minutes and 59.9 seconds is "in 24 minutes" to a reader; a past time is never made older than it is.
    private static TimeSpan RoundUp(TimeSpan distance) => distance.TotalSeconds < 60
        ? TimeSpan.FromSeconds(Math.Ceiling(distance.TotalSeconds))
        : TimeSpan.FromMinutes(Math.Round(distance.TotalMinutes, MidpointRounding.AwayFromZero));
}

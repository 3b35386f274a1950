using System.Globalization;
using System.Text.RegularExpressions;
using OpsAutomation.Core.Expressions.Values;

namespace OpsAutomation.Core.Expressions.Functions;

/// <summary>Timestamps as RFC 3339 has them, and durations as <c>1h2m3.5s</c>.</summary>
internal static partial class TimeText
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>Reads a timestamp; null when the text is none or out of the years 1 to 9999, which <paramref name="outOfRange"/> tells.</summary>
    public static TimestampValue? ReadTimestamp(string text, out bool outOfRange)
    {
        outOfRange = false;
        if (text.Length > 64 || TimestampForm().Match(text) is not { Success: true } match)
        {
            return null;
        }

        int Part(string group) => int.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
        var (year, month, day) = (Part("year"), Part("month"), Part("day"));
        var (hour, minute, second) = (Part("hour"), Part("minute"), Part("second"));
        if (month is < 1 or > 12 || day < 1 || day > Calendar.DaysIn(year, month) || hour > 23 || minute > 59 || second > 59)
        {
            return null;
        }

        var nanoseconds = match.Groups["fraction"].Success ? int.Parse(match.Groups["fraction"].Value.PadRight(9, '0'), NumberStyles.None, CultureInfo.InvariantCulture) : 0;
        var offset = 0;
        if (match.Groups["sign"].Success)
        {
            if (Part("east") > 23 || Part("eastMinute") > 59)
            {
                return null;
            }

            offset = ((Part("east") * 60) + Part("eastMinute")) * 60 * (match.Groups["sign"].Value == "-" ? -1 : 1);
        }

        var seconds = (Calendar.DaysFrom1970(year, month, day) * 86_400) + (hour * 3_600) + (minute * 60) + second - offset;
        var time = TimestampValue.Create(((Int128)seconds * NanosecondsPerSecond) + nanoseconds);
        outOfRange = time is null;
        return time;
    }

    /// <summary>Writes a timestamp in UTC, with as many digits of the second as it has.</summary>
    public static string Write(TimestampValue time)
    {
        var c = Calendar.Of(time.Seconds);
        return string.Create(CultureInfo.InvariantCulture, $"{c.Year:0000}-{c.Month:00}-{c.Day:00}T{c.Hour:00}:{c.Minute:00}:{c.Second:00}{Fraction(time.Nanoseconds)}Z");
    }

    /// <summary>Reads a duration: numbers with units from h to ns, one sign before all; null when the text is none.</summary>
    public static DurationValue? ReadDuration(string text, out bool outOfRange)
    {
        outOfRange = false;
        if (text.Length > 128 || DurationForm().Match(text) is not { Success: true } match)
        {
            return null;
        }

        if (match.Groups["number"].Captures.Count == 0)
        {
            return new DurationValue(0);
        }

        Int128 total = 0;
        for (var i = 0; i < match.Groups["number"].Captures.Count; i++)
        {
            // At most 30 digits before and 27 after the point fit into a decimal's range or are out of ours anyway.
            if (!decimal.TryParse(match.Groups["number"].Captures[i].ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) || number > 1e19m)
            {
                outOfRange = true;
                return null;
            }

            var unit = Unit(match.Groups["unit"].Captures[i].Value);
            var whole = decimal.Truncate(number);
            total += ((Int128)whole * unit) + (Int128)decimal.Truncate((number - whole) * unit);
        }

        var duration = DurationValue.Create(match.Groups["sign"].Value == "-" ? -total : total);
        outOfRange = duration is null;
        return duration;
    }

    /// <summary>Writes a duration in seconds: <c>90.5s</c>.</summary>
    public static string Write(DurationValue duration)
    {
        var seconds = Math.DivRem(duration.Nanoseconds, NanosecondsPerSecond, out var rest);
        var sign = duration.Nanoseconds < 0 && seconds == 0 ? "-" : string.Empty;
        return string.Create(CultureInfo.InvariantCulture, $"{sign}{seconds}{Fraction((int)Math.Abs(rest))}s");
    }

    private static string Fraction(int nanoseconds) =>
        nanoseconds == 0 ? string.Empty : "." + nanoseconds.ToString("000000000", CultureInfo.InvariantCulture).TrimEnd('0');

    private static long Unit(string unit) => unit switch
    {
        "h" => 3_600 * NanosecondsPerSecond,
        "m" => 60 * NanosecondsPerSecond,
        "s" => NanosecondsPerSecond,
        "ms" => 1_000_000,
        "ns" => 1,
        _ => 1_000,
    };

    [GeneratedRegex(@"^(?<year>[0-9]{4,5})-(?<month>[0-9]{2})-(?<day>[0-9]{2})[Tt](?<hour>[0-9]{2}):(?<minute>[0-9]{2}):(?<second>[0-9]{2})(?:\.(?<fraction>[0-9]{1,9}))?(?:[Zz]|(?<sign>[+-])(?<east>[0-9]{2}):(?<eastMinute>[0-9]{2}))\z", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex TimestampForm();

    [GeneratedRegex(@"^(?<sign>[+-]?)(?:0|(?:(?<number>[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?<unit>h|ms|m|s|us|µs|μs|ns))+)\z", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex DurationForm();
}

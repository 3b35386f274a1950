using System.Globalization;
using OpsAutomation.Core.Expressions.Operations;
using OpsAutomation.Core.Expressions.Values;

namespace OpsAutomation.Core.Expressions.Functions;

/// <summary>Timestamps and durations: how they are made and what they are asked. There is no clock here: now is a variable.</summary>
internal static class TimeFunctions
{
    // A zone that is not in the process's cache yet is read from the system's zone files.
    private const int ZoneSteps = 50;

    /// <summary>The overloads.</summary>
    public static IEnumerable<Overload> All { get; } =
    [
        One("timestamp", ValueKind.Timestamp, ExpressionType.Timestamp, a => a),
        One("timestamp", ValueKind.Int, ExpressionType.Timestamp, a => TimestampValue.Create((Int128)((IntValue)a).Value * 1_000_000_000) ?? (ExpressionValue)Errors.Range("the timestamp")),
        One("timestamp", ValueKind.String, ExpressionType.Timestamp, a => ToTimestamp(((StringValue)a).Value)),
        One("duration", ValueKind.Duration, ExpressionType.Duration, a => a),
        One("duration", ValueKind.String, ExpressionType.Duration, a => ToDuration(((StringValue)a).Value)),
        .. Getter("getFullYear", (c, _) => c.Year),
        .. Getter("getMonth", (c, _) => c.Month - 1),
        .. Getter("getDate", (c, _) => c.Day),
        .. Getter("getDayOfMonth", (c, _) => c.Day - 1),
        .. Getter("getDayOfWeek", (c, _) => c.DayOfWeek),
        .. Getter("getDayOfYear", (c, _) => c.DayOfYear),
        .. Getter("getHours", (c, _) => c.Hour),
        .. Getter("getMinutes", (c, _) => c.Minute),
        .. Getter("getSeconds", (c, _) => c.Second),
        .. Getter("getMilliseconds", (_, t) => t.Nanoseconds / 1_000_000),
        Length("getHours", n => n / 3_600_000_000_000),
        Length("getMinutes", n => n / 60_000_000_000),
        Length("getSeconds", n => n / 1_000_000_000),
        Length("getMilliseconds", n => n / 1_000_000 % 1_000),
    ];

    private static Overload One(string name, ValueKind kind, ExpressionType result, Func<ExpressionValue, ExpressionValue> compute) =>
        new(name, Member: false, [kind], result, (_, a, _) => compute(a));

    private static Overload Length(string name, Func<long, long> part) =>
        new(name, Member: true, [ValueKind.Duration], ExpressionType.Int, (_, a, _) => new IntValue(part(((DurationValue)a).Nanoseconds)));

    private static IEnumerable<Overload> Getter(string name, Func<CivilTime, TimestampValue, long> part) =>
    [
        new(name, Member: true, [ValueKind.Timestamp], ExpressionType.Int, (_, a, _) => new IntValue(part(Calendar.Of(((TimestampValue)a).Seconds), (TimestampValue)a))),
        new(name, Member: true, [ValueKind.Timestamp, ValueKind.String], ExpressionType.Int, (context, a, zone) =>
        {
            var time = (TimestampValue)a;
            if (context.Spend(ZoneSteps) is { } error)
            {
                return error;
            }

            return Offset(((StringValue)zone).Value, time) is { } offset
                ? new IntValue(part(Calendar.Of(time.Seconds + offset), time))
                : Errors.Of("no such time zone");
        }),
    ];

    private static ExpressionValue ToTimestamp(string text) =>
        TimeText.ReadTimestamp(text, out var outOfRange) ?? (ExpressionValue)(outOfRange ? Errors.Range("the timestamp") : Errors.Of("Type conversion error: the string is no RFC 3339 timestamp"));

    private static ExpressionValue ToDuration(string text) =>
        TimeText.ReadDuration(text, out var outOfRange) ?? (ExpressionValue)(outOfRange ? Errors.Range("the duration") : Errors.Of("Type conversion error: the string is no duration such as '1h30m'"));

    // Seconds east of UTC; null when there is no such zone. A zone is +hh:mm, -hh:mm, hh:mm, or a name of the IANA data base.
    private static long? Offset(string zone, TimestampValue time)
    {
        var digits = zone.StartsWith('+') || zone.StartsWith('-') ? zone[1..] : zone;
        if (digits.Length == 5 && digits[2] == ':' && digits.Replace(":", string.Empty, StringComparison.Ordinal) is { Length: 4 } number && number.All(char.IsAsciiDigit))
        {
            var (hours, minutes) = Math.DivRem(int.Parse(number, NumberStyles.None, CultureInfo.InvariantCulture), 100);
            return hours > 23 || minutes > 59 ? null : ((hours * 3_600) + (minutes * 60)) * (zone[0] == '-' ? -1 : 1);
        }

        if (!IsZoneName(zone) || !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found))
        {
            return null;
        }

        return (long)found.GetUtcOffset(time.ToDateTimeOffset()).TotalSeconds;
    }

    // Zones are files on some systems: a text from an alert must not become a path.
    private static bool IsZoneName(string zone) =>
        zone.Length is > 0 and <= 64 && char.IsAsciiLetter(zone[0]) && zone.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '+' or '/');
}

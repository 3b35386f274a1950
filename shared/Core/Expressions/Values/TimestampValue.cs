namespace OpsAutomation.Core.Expressions.Values;

/// <summary>A point in time between the years 1 and 9999, to the nanosecond.</summary>
public sealed class TimestampValue : ExpressionValue
{
    /// <summary>First second of the year 1, counted from 1970.</summary>
    internal const long FirstSecond = -62_135_596_800;

    /// <summary>Last second of the year 9999, counted from 1970.</summary>
    internal const long LastSecond = 253_402_300_799;

    private TimestampValue(long seconds, int nanoseconds) => (Seconds, Nanoseconds) = (seconds, nanoseconds);

    /// <summary>Seconds since 1970, rounded down.</summary>
    public long Seconds { get; }

    /// <summary>Nanoseconds within the second, 0 to 999,999,999.</summary>
    public int Nanoseconds { get; }

    /// <inheritdoc />
    public override ValueKind Kind => ValueKind.Timestamp;

    /// <summary>From a CLR time.</summary>
    public static TimestampValue From(DateTimeOffset time)
    {
        var ticks = time.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks;
        var seconds = Math.DivRem(ticks, TimeSpan.TicksPerSecond, out var rest);
        return rest < 0
            ? new TimestampValue(seconds - 1, (int)(rest + TimeSpan.TicksPerSecond) * 100)
            : new TimestampValue(seconds, (int)rest * 100);
    }

    /// <summary>To a CLR time in UTC, cut to 100 nanoseconds.</summary>
    public DateTimeOffset ToDateTimeOffset() =>
        DateTimeOffset.UnixEpoch.AddTicks((Seconds * TimeSpan.TicksPerSecond) + (Nanoseconds / 100));

    /// <summary>The time, or null when it is out of the range of years.</summary>
    internal static TimestampValue? Create(Int128 nanosecondsSinceEpoch)
    {
        var seconds = Int128.DivRem(nanosecondsSinceEpoch, 1_000_000_000).Quotient;
        var rest = (int)(nanosecondsSinceEpoch - (seconds * 1_000_000_000));
        if (rest < 0)
        {
            (seconds, rest) = (seconds - 1, rest + 1_000_000_000);
        }

        return seconds < FirstSecond || seconds > LastSecond ? null : new TimestampValue((long)seconds, rest);
    }

    /// <summary>Nanoseconds since 1970.</summary>
    internal Int128 TotalNanoseconds => ((Int128)Seconds * 1_000_000_000) + Nanoseconds;
}

/// <summary>A length of time in nanoseconds: 64 bits of them, 292 years either way.</summary>
/// <param name="nanoseconds">The nanoseconds.</param>
public sealed class DurationValue(long nanoseconds) : ExpressionValue
{
    /// <summary>The whole length in nanoseconds.</summary>
    public long Nanoseconds { get; } = nanoseconds;

    /// <inheritdoc />
    public override ValueKind Kind => ValueKind.Duration;

    /// <summary>From a CLR length; one beyond 292 years becomes the longest there is.</summary>
    public static DurationValue From(TimeSpan time) =>
        new((long)Int128.Clamp((Int128)time.Ticks * 100, long.MinValue, long.MaxValue));

    /// <summary>To a CLR length, cut to 100 nanoseconds.</summary>
    public TimeSpan ToTimeSpan() => TimeSpan.FromTicks(Nanoseconds / 100);

    /// <summary>The length, or null when it is out of range.</summary>
    internal static DurationValue? Create(Int128 nanoseconds) =>
        nanoseconds < long.MinValue || nanoseconds > long.MaxValue ? null : new DurationValue((long)nanoseconds);
}

using System.Xml;

namespace Azure.Monitor.Query;

/// <summary>The span of time that a query looks at.</summary>
public readonly struct QueryTimeRange : IEquatable<QueryTimeRange>
{
    private const string Format = "yyyy-MM-ddTHH:mm:ss.fffffffZ";

    /// <summary>The last so much time, counted by the service.</summary>
    public QueryTimeRange(TimeSpan duration)
    {
        Duration = duration;
        Start = null;
        End = null;
    }

    /// <summary>So much time from a moment on.</summary>
    public QueryTimeRange(DateTimeOffset start, TimeSpan duration)
    {
        Duration = duration;
        Start = start;
        End = null;
    }

    /// <summary>So much time up to a moment.</summary>
    public QueryTimeRange(TimeSpan duration, DateTimeOffset end)
    {
        Duration = duration;
        Start = null;
        End = end;
    }

    /// <summary>From one moment to another.</summary>
    public QueryTimeRange(DateTimeOffset start, DateTimeOffset end)
    {
        Duration = end - start;
        Start = start;
        End = end;
    }

    /// <summary>All there is.</summary>
    public static QueryTimeRange All { get; } = new(TimeSpan.MaxValue);

    /// <summary>The span's length.</summary>
    public TimeSpan Duration { get; }

    /// <summary>Where it begins, when given.</summary>
    public DateTimeOffset? Start { get; }

    /// <summary>Where it ends, when given.</summary>
    public DateTimeOffset? End { get; }

    /// <summary>The last so much time.</summary>
    public static implicit operator QueryTimeRange(TimeSpan timeSpan) => new(timeSpan);

    /// <summary>Equal.</summary>
    public static bool operator ==(QueryTimeRange left, QueryTimeRange right) => left.Equals(right);

    /// <summary>Not equal.</summary>
    public static bool operator !=(QueryTimeRange left, QueryTimeRange right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(QueryTimeRange other) => Duration == other.Duration && Start == other.Start && End == other.End;

    /// <inheritdoc/>
    public override bool Equals(object obj) => obj is QueryTimeRange other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Start, End, Duration);

    /// <summary>As on the wire.</summary>
    public override string ToString() => ToWire() ?? string.Empty;

    /// <summary>ISO 8601, <c>start/end</c> or a duration; null when it has no bounds.</summary>
    internal string ToWire() => (Start, End) switch
    {
        ({ } start, { } end) => $"{Text(start)}/{Text(end)}",
        ({ } start, null) => $"{Text(start)}/{XmlConvert.ToString(Duration)}",
        (null, { } end) => $"{XmlConvert.ToString(Duration)}/{Text(end)}",
        _ => Duration == TimeSpan.MaxValue ? null : XmlConvert.ToString(Duration),
    };

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString(Format);
}

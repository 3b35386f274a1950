using System.Globalization;

namespace OpsAutomation.SimulatedAzure.Store;

/// <summary>How times are stored (UTC ticks) and written on the wire (ISO 8601, UTC, seven decimals, as ARM does).</summary>
internal static class Times
{
    /// <summary>Ticks for a column.</summary>
    public static long Ticks(DateTimeOffset time) => time.UtcTicks;

    /// <summary>A time from a column.</summary>
    public static DateTimeOffset FromTicks(long ticks) => new(ticks, TimeSpan.Zero);

    /// <summary>A time as ARM writes it.</summary>
    public static string Wire(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>A time as Azure Monitor metrics writes it: whole seconds.</summary>
    public static string WireSeconds(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Reads an ISO 8601 time; one without an offset is UTC.</summary>
    public static bool TryRead(string text, out DateTimeOffset time) => DateTimeOffset.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);
}

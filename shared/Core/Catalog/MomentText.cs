using System.Globalization;

namespace OpsAutomation.Core.Catalog;

/// <summary>Moments as people write them: <c>2026-12-01T18:00+01:00</c>, or with <c>Z</c>.</summary>
public static class MomentText
{
    // A time without an offset means another moment on every machine.
    private static readonly string[] Forms = ["yyyy-MM-dd'T'HH:mmzzz", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-dd'T'HH:mm:ss'Z'"];

    /// <summary>The moment in UTC, or null where it is none or lacks its offset.</summary>
    public static DateTimeOffset? Parse(string? text) =>
        DateTimeOffset.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment.ToUniversalTime() : null;
}

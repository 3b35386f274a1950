using System.Globalization;

namespace OpsAutomation.Core.Alerts.Sources;

/// <summary>
/// The date formats seen in webhook bodies: ISO 8601 (Go writes nine decimals; seven are kept), and the US form of log alerts
/// (<c>3/22/2019 1:36:33 PM</c>, UTC) and legacy budgets (<c>11/17/2021 5:40:29 PM -08:00</c>),
/// and the mail form of AWS Health (<c>Thu, 1 Nov 2018 22:00:00 GMT</c>). Exact formats only: a lenient
/// parser reads <c>1:00</c> as today, which depends on the machine's clock.
/// </summary>
internal static class SenderTime
{
    private static readonly string[] Formats =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ssK",
        "yyyy-MM-dd", "ddd, d MMM yyyy HH:mm:ss 'GMT'", "M/d/yyyy h:mm:ss tt", "M/d/yyyy h:mm:ss tt zzz", "M/d/yyyy H:mm:ss", "M/d/yyyy H:mm:ss zzz", "M/d/yyyy",
    ];

    /// <summary>The time in UTC, or null when the text is none of the known forms or out of the years 2000 to 2199.</summary>
    public static DateTimeOffset? Parse(string? text) =>
        text is not null
        && DateTimeOffset.TryParseExact(
            SevenDecimals(text), Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
        && time.Year is >= 2000 and < 2200
            ? time
            : null;

    /// <summary>Seconds or milliseconds since 1970, told apart by their size: in seconds, milliseconds of today would lie in the year 58000.</summary>
    public static DateTimeOffset? FromEpoch(double? value) => value switch
    {
        >= 946_684_800_000 and < 7_258_118_400_000 => DateTimeOffset.FromUnixTimeMilliseconds((long)value.Value),
        >= 946_684_800 and < 7_258_118_400 => DateTimeOffset.FromUnixTimeSeconds((long)value.Value),
        _ => null,
    };

    private static string SevenDecimals(string text)
    {
        var point = text.LastIndexOf('.');
        var end = point + 1;
        while (point > 0 && end < text.Length && char.IsAsciiDigit(text[end]))
        {
            end++;
        }

        return point > 0 && end - point > 8 ? string.Concat(text.AsSpan(0, point + 8), text.AsSpan(end)) : text;
    }
}

using System.Globalization;

namespace OpsAutomation.Core.Catalog;

/// <summary>Durations as people write them: <c>90s</c>, <c>10m</c>, <c>4h</c>, <c>7d</c>.</summary>
public static class DurationText
{
    /// <summary>Reads a duration above zero, of at most eight characters; null for anything else.</summary>
    public static TimeSpan? Parse(string? text)
    {
        if (text?.Length is not (>= 2 and <= 8) || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var n) || n <= 0)
        {
            return null;
        }

        return text[^1] switch
        {
            's' => TimeSpan.FromSeconds(n),
            'm' => TimeSpan.FromMinutes(n),
            'h' => TimeSpan.FromHours(n),
            'd' => TimeSpan.FromDays(n),
            _ => null,
        };
    }
}

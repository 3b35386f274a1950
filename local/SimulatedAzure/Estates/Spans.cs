using System.Globalization;

namespace OpsAutomation.SimulatedAzure.Estates;

/// <summary>Time spans as estates write them: a whole number and one of s, m, h, d.</summary>
internal static class Spans
{
    /// <summary>Reads one; never negative, at most ten years.</summary>
    public static bool TryRead(string text, out TimeSpan span)
    {
        span = TimeSpan.Zero;
        if (text.Length < 2 || !int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > 315_360_000)
        {
            return false;
        }

        var seconds = text[^1] switch { 's' => 1L, 'm' => 60L, 'h' => 3600L, 'd' => 86400L, _ => 0L } * number;
        if ((seconds == 0 && number != 0) || !"smhd".Contains(text[^1], StringComparison.Ordinal) || seconds > 315_360_000)
        {
            return false;
        }

        span = TimeSpan.FromSeconds(seconds);
        return true;
    }
}

using System.Globalization;

namespace OpsAutomation.Integrations.Http;

/// <summary>The Retry-After header (RFC 9110, section 10.2.3): whole seconds, or a date.</summary>
public static class RetryAfter
{
    /// <summary>The longest wait that is believed; a larger or damaged value must not park a run for days.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>How long to wait, or null where the header is absent or unreadable. Never negative, never above <see cref="Longest"/>.</summary>
    /// <param name="header">Value of the header, or null.</param>
    /// <param name="now">What a date is compared with.</param>
    public static TimeSpan? Read(string? header, DateTimeOffset now)
    {
        var text = header?.Trim();
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (text.All(char.IsAsciiDigit))
        {
            return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds < Longest.TotalSeconds
                ? TimeSpan.FromSeconds(seconds)
                : Longest;
        }

        if (!DateTimeOffset.TryParseExact(text, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date))
        {
            return null;
        }

        var wait = date - now;
        return wait <= TimeSpan.Zero ? TimeSpan.Zero : wait < Longest ? wait : Longest;
    }
}

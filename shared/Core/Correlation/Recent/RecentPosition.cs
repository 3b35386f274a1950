using System.Globalization;

namespace OpsAutomation.Core.Correlation.Recent;

/// <summary>
/// A place in the alerts by time, newest first: behind the alert <paramref name="AlertId"/> that came at <paramref name="At"/>,
/// or, without one, before everything that came at that moment. A reader goes on there. It names a place and grants nothing, so
/// a token that somebody changed leads to another place among what its bearer may read anyway.
/// </summary>
/// <param name="At">The moment.</param>
/// <param name="AlertId">The last alert that was read, or null.</param>
public sealed record RecentPosition(DateTimeOffset At, string? AlertId = null)
{
    private const string Version = "p1";
    private const int MaxId = 64;

    /// <summary>The place as text for a URL.</summary>
    public string Token => string.Create(CultureInfo.InvariantCulture, $"{Version}.{At.UtcTicks}.{AlertId}");

    /// <summary>Reads a token, or null when it is none.</summary>
    public static RecentPosition? Parse(string? token)
    {
        var parts = token?.Split('.') ?? [];
        return parts is [Version, var ticks, var id]
            && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            && at > 0
            && at <= DateTimeOffset.MaxValue.UtcTicks
            && id.Length <= MaxId
            && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
                ? new RecentPosition(new DateTimeOffset(at, TimeSpan.Zero), id.Length == 0 ? null : id)
                : null;
    }
}

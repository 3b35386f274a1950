namespace OpsAutomation.Core.Calendars.Schedules;

/// <summary>
/// Between a wall clock and the one time line. A time that the clock skips in spring is the moment of the skip; a time that
/// it shows twice in autumn is the first of the two. So a window has one start and one end in every night.
/// </summary>
public static class WallClock
{
    // Samoa skipped a whole day in 2011; no zone ever skipped more.
    private const int LongestSkip = 25 * 60;

    /// <summary>Finds a zone by its IANA id, or null where the id is unknown or the machine has no zone data.</summary>
    public static TimeZoneInfo? Find(string id) =>
        id is not null && (id == "UTC" || id.Contains('/', StringComparison.Ordinal)) && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) ? zone : null;

    /// <summary>What the clock shows at a moment.</summary>
    public static DateTime At(DateTimeOffset moment, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(moment, zone).DateTime;

    /// <summary>The first moment at which the clock shows the time, or a later one where it never shows it.</summary>
    public static DateTimeOffset First(DateTime shown, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        var local = DateTime.SpecifyKind(shown, DateTimeKind.Unspecified);
        for (var minutes = 0; zone.IsInvalidTime(local) && minutes < LongestSkip; minutes++)
        {
            local = local.AddMinutes(1);
        }

        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }
}

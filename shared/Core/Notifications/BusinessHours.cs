namespace OpsAutomation.Core.Notifications;

/// <summary>When people work.</summary>
/// <param name="Zone">The time zone that the times are in.</param>
/// <param name="Days">Days of the week.</param>
/// <param name="From">The first minute.</param>
/// <param name="To">The minute after the last; after <paramref name="From"/>.</param>
public sealed record BusinessHours(TimeZoneInfo Zone, IReadOnlyList<DayOfWeek> Days, TimeOnly From, TimeOnly To)
{
    /// <summary>Monday to Friday, nine to five, UTC.</summary>
    public static BusinessHours Default { get; } = new(
        TimeZoneInfo.Utc,
        [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday],
        new TimeOnly(9, 0),
        new TimeOnly(17, 0));

    /// <summary>Whether people work at a moment.</summary>
    public bool Contains(DateTimeOffset at)
    {
        var there = TimeZoneInfo.ConvertTime(at, Zone);
        var time = TimeOnly.FromTimeSpan(there.TimeOfDay);
        return Days.Contains(there.DayOfWeek) && time >= From && time < To;
    }
}

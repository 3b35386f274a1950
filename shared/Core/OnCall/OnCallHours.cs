using OpsAutomation.Core.Calendars.Schedules;

namespace OpsAutomation.Core.OnCall;

/// <summary>The part of each day in which a rotation is on call, by the clock on the wall: one start and one end in every night, also when the clocks change.</summary>
/// <param name="Days">The days on which the part begins.</param>
/// <param name="From">When it begins.</param>
/// <param name="To">When it ends; on the next day where it is not after <paramref name="From"/>.</param>
public sealed record OnCallHours(IReadOnlyList<DayOfWeek> Days, TimeOnly From, TimeOnly To)
{
    /// <summary>Whether a moment is within them.</summary>
    public bool Contains(DateTimeOffset at, TimeZoneInfo zone)
    {
        var today = DateOnly.FromDateTime(WallClock.At(at, zone));
        return Covers(today, at, zone) || Covers(today.AddDays(-1), at, zone);
    }

    /// <summary>The first moment of the part that begins on a day.</summary>
    internal DateTimeOffset Begins(DateOnly day, TimeZoneInfo zone) => WallClock.First(day.ToDateTime(From), zone);

    /// <summary>The moment after the last of the part that begins on a day.</summary>
    internal DateTimeOffset Ends(DateOnly day, TimeZoneInfo zone) => WallClock.First((To <= From ? day.AddDays(1) : day).ToDateTime(To), zone);

    private bool Covers(DateOnly day, DateTimeOffset at, TimeZoneInfo zone) =>
        Days.Contains(day.DayOfWeek) && at >= Begins(day, zone) && at < Ends(day, zone);
}

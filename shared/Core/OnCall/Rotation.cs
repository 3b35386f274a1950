using OpsAutomation.Core.Calendars.Schedules;

namespace OpsAutomation.Core.OnCall;

/// <summary>
/// People who take turns. A turn is counted in days of the calendar, not in hours, so that the hand-over stays at the same
/// time on the wall when the clocks change: one turn is then an hour shorter or longer, and none is lost.
/// </summary>
/// <param name="Name">Unique in its schedule.</param>
/// <param name="Users">In the order of their turns; never empty.</param>
/// <param name="Start">The day of the first hand-over; before it the rotation names nobody.</param>
/// <param name="HandOver">The time of every hand-over, on the wall.</param>
/// <param name="Days">Length of a turn in days, at least 1.</param>
/// <param name="Hours">The part of each day in which it counts, or null for all of it.</param>
public sealed record Rotation(string Name, IReadOnlyList<string> Users, DateOnly Start, TimeOnly HandOver, int Days, OnCallHours? Hours)
{
    /// <summary>Whose turn it is at a moment, or null before the start and outside its hours.</summary>
    /// <param name="at">The moment.</param>
    /// <param name="zone">The zone of the wall clock.</param>
    public string? At(DateTimeOffset at, TimeZoneInfo zone) =>
        Hours?.Contains(at, zone) == false ? null : TurnAt(at, zone) is { } turn ? Users[turn % Users.Count] : null;

    /// <summary>The moments in a time at which <see cref="At"/> may change, in order.</summary>
    internal IEnumerable<DateTimeOffset> Changes(DateTimeOffset from, DateTimeOffset to, TimeZoneInfo zone)
    {
        var first = TurnAt(from, zone) ?? -1;
        for (var turn = first + 1; ; turn++)
        {
            var handOver = Begins(turn, zone);
            if (handOver >= to)
            {
                break;
            }

            yield return handOver;
        }

        if (Hours is not { } hours)
        {
            yield break;
        }

        // A day more on both sides: the wall shows another date than the time line.
        for (var day = DateOnly.FromDateTime(from.UtcDateTime).AddDays(-1); day <= DateOnly.FromDateTime(to.UtcDateTime).AddDays(1); day = day.AddDays(1))
        {
            yield return hours.Begins(day, zone);
            yield return hours.Ends(day, zone);
        }
    }

    private DateTimeOffset Begins(int turn, TimeZoneInfo zone) => WallClock.First(Start.AddDays(turn * Days).ToDateTime(HandOver), zone);

    // The date on the wall says which turn it is about; the moments of the hand-overs say it exactly.
    private int? TurnAt(DateTimeOffset at, TimeZoneInfo zone)
    {
        var passed = DateOnly.FromDateTime(WallClock.At(at, zone)).DayNumber - Start.DayNumber;
        var turn = Math.Max(0, (passed / Days) + 1);
        while (turn >= 0 && Begins(turn, zone) > at)
        {
            turn--;
        }

        return turn < 0 ? null : turn;
    }
}

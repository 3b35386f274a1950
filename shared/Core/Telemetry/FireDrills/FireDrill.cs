using OpsAutomation.Core.Calendars.Schedules;

namespace OpsAutomation.Core.Telemetry.FireDrills;

/// <summary>An exercise with people, as <c>drills.yaml</c> has it: everything that happens at an alert happens, and nothing is broken.</summary>
/// <param name="Name">Unique kebab-case name.</param>
/// <param name="Zone">The zone of its clock.</param>
/// <param name="Start">The day of the first.</param>
/// <param name="At">The time of each, on the wall.</param>
/// <param name="Days">How many days lie between two, at least 1.</param>
/// <param name="Service">The service that it is about, or null.</param>
/// <param name="Channels">The channels that must deliver it; empty for all that are set up.</param>
/// <param name="People">Who may answer: users, <c>role:NAME</c>, <c>schedule:NAME</c>.</param>
/// <param name="Within">The longest times of a good one.</param>
public sealed record FireDrill(
    string Name, TimeZoneInfo Zone, DateOnly Start, TimeOnly At, int Days, string? Service, IReadOnlyList<string> Channels, IReadOnlyList<string> People, FireDrillTimes Within)
{
    /// <summary>Number of the last one that was due at a moment, from 0, and when it was; null before the first.</summary>
    public (int Number, DateTimeOffset At)? DueBy(DateTimeOffset moment)
    {
        var passed = DateOnly.FromDateTime(WallClock.At(moment, Zone)).DayNumber - Start.DayNumber;
        var number = passed < 0 ? -1 : passed / Days;
        if (number >= 0 && MomentOf(number) > moment)
        {
            number--;
        }

        return number < 0 ? null : (number, MomentOf(number));
    }

    /// <summary>When the next one after a moment is.</summary>
    public DateTimeOffset NextAfter(DateTimeOffset moment) => MomentOf((DueBy(moment)?.Number ?? -1) + 1);

    private DateTimeOffset MomentOf(int number) => WallClock.First(Start.AddDays(number * Days).ToDateTime(At), Zone);
}

/// <summary>The longest times of a good drill, each from when its message was sent; the first from the alert.</summary>
/// <param name="Delivered">Until every channel took the message.</param>
/// <param name="Acknowledged">Until somebody acknowledged it.</param>
/// <param name="Decided">Until somebody decided.</param>
public sealed record FireDrillTimes(TimeSpan Delivered, TimeSpan Acknowledged, TimeSpan Decided)
{
    /// <summary>Two minutes, ten minutes, half an hour.</summary>
    public static FireDrillTimes Default { get; } = new(TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30));
}

namespace OpsAutomation.Core.Calendars.Schedules;

/// <summary>
/// Active on days of the week by a wall clock. An occurrence belongs to the day on which it starts, also when it ends on the
/// next (azure-docs#37177: a window across midnight that is checked against today's weekday is wrong twice a week).
/// </summary>
public sealed record WeeklySchedule : WindowSchedule
{
    /// <summary>The longest occurrence: a week less an hour, so that two of the same weekday never meet.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(167);

    // An occurrence may last a week and start on the local day before or after the UTC day; the next one is at most a week off.
    private const int DaysAround = 8;

    // Nothing is planned at the end of the calendar, where adding a day fails.
    private const int LastYear = 9990;

    /// <summary>The wall clock.</summary>
    public required TimeZoneInfo Zone { get; init; }

    /// <summary>The days on which it starts; at least one.</summary>
    public required IReadOnlyList<DayOfWeek> Days { get; init; }

    /// <summary>When it starts by the wall clock.</summary>
    public required TimeOnly Start { get; init; }

    /// <summary>How long it lasts, as time that passes; null when <see cref="End"/> is given.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>When it ends by the wall clock, on the next day unless later than <see cref="Start"/>; null when <see cref="Duration"/> is given.</summary>
    public TimeOnly? End { get; init; }

    /// <summary>The first local day on which it may start, or null.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last local day on which it may start.</summary>
    public required DateOnly Until { get; init; }

    /// <inheritdoc/>
    protected internal override IEnumerable<Occurrence> Around(DateTimeOffset moment)
    {
        var today = DateOnly.FromDateTime(WallClock.At(moment, Zone));
        var middle = From is { } from && from > today ? from : today;
        if (middle.Year > LastYear)
        {
            yield break;
        }

        var first = middle.DayNumber < DaysAround ? DateOnly.MinValue : middle.AddDays(-DaysAround);
        for (var day = first; day <= middle.AddDays(DaysAround) && day <= Until; day = day.AddDays(1))
        {
            if ((From is null || day >= From) && Days.Contains(day.DayOfWeek))
            {
                yield return On(day);
            }
        }
    }

    private Occurrence On(DateOnly day)
    {
        var start = WallClock.First(day.ToDateTime(Start), Zone);
        if (Duration is { } duration)
        {
            return new Occurrence(start, start + duration);
        }

        var end = End!.Value;
        return new Occurrence(start, WallClock.First((end > Start ? day : day.AddDays(1)).ToDateTime(end), Zone));
    }
}

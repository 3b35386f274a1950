namespace OpsAutomation.Core.Slos.Measuring;

/// <summary>
/// What is known of an indicator: minutes for the recent past, whole hours before that. A window that begins within an hour
/// of which only the sum is kept takes the hour as a whole, so a rolling window of days is true to the hour.
/// </summary>
public sealed class SliHistory
{
    private readonly SortedDictionary<DateTimeOffset, SliMinute> _minutes = [];
    private readonly SortedDictionary<DateTimeOffset, SliHour> _hours = [];

    /// <summary>Makes a history.</summary>
    /// <param name="minutes">Known minutes; of two for one minute the later one counts, since late figures correct early ones.</param>
    /// <param name="hours">Sums of hours, none of which has minutes here, too: minutes win.</param>
    public SliHistory(IEnumerable<SliMinute> minutes, IEnumerable<SliHour>? hours = null)
    {
        ArgumentNullException.ThrowIfNull(minutes);
        foreach (var minute in minutes)
        {
            _minutes[minute.Start] = minute;
        }

        var detailed = _minutes.Keys.Select(SliHour.Floor).ToHashSet();
        foreach (var hour in (hours ?? []).Where(h => !detailed.Contains(h.Start)))
        {
            _hours[hour.Start] = hour;
        }
    }

    /// <summary>The minutes, oldest first.</summary>
    public IEnumerable<SliMinute> Minutes => _minutes.Values;

    /// <summary>Start of what is known; null when nothing is.</summary>
    public DateTimeOffset? Since => new[] { First(_minutes.Keys), First(_hours.Keys) }.Min();

    /// <summary>The minutes of an hour.</summary>
    /// <param name="hour">Its start.</param>
    public IEnumerable<SliMinute> MinutesOf(DateTimeOffset hour) => _minutes.Values.Where(m => SliHour.Floor(m.Start) == hour);

    /// <summary>The sums of a day's hours, oldest first.</summary>
    /// <param name="day">The day in UTC.</param>
    public IEnumerable<SliHour> HoursOf(DateTime day) => _minutes.Values
        .Where(m => m.Start.UtcDateTime.Date == day)
        .GroupBy(m => SliHour.Floor(m.Start))
        .Select(g => SliHour.Of(g.Key, g))
        .Concat(_hours.Values.Where(h => h.Start.UtcDateTime.Date == day))
        .OrderBy(h => h.Start);

    /// <summary>The same with newly measured minutes over what stood for them.</summary>
    public SliHistory With(IEnumerable<SliMinute> measured) => new(_minutes.Values.Concat(measured), _hours.Values);

    /// <summary>Counts a span.</summary>
    /// <param name="from">Its start, inside.</param>
    /// <param name="to">Its end, outside.</param>
    /// <param name="withPlanned">Whether minutes of planned maintenance count.</param>
    public SliCount Count(DateTimeOffset from, DateTimeOffset to, bool withPlanned)
    {
        var sum = default(SliCount);
        foreach (var minute in _minutes.Values)
        {
            if (minute.Start >= from && minute.Start < to && (withPlanned || !minute.Planned))
            {
                sum += new SliCount(minute.Good, minute.Total, 1);
            }
        }

        foreach (var hour in _hours.Values)
        {
            if (hour.Start > from - TimeSpan.FromHours(1) && hour.Start < to)
            {
                sum += withPlanned ? hour.All : hour.Counted;
            }
        }

        return sum;
    }

    private static DateTimeOffset? First(IEnumerable<DateTimeOffset> times) => times.Cast<DateTimeOffset?>().FirstOrDefault();
}

/// <summary>The sum of an hour.</summary>
/// <param name="Start">Its start.</param>
/// <param name="All">Every minute.</param>
/// <param name="Counted">Minutes without planned maintenance.</param>
public sealed record SliHour(DateTimeOffset Start, SliCount All, SliCount Counted)
{
    /// <summary>Sums minutes of one hour.</summary>
    /// <param name="start">Start of the hour.</param>
    /// <param name="minutes">Its minutes.</param>
    public static SliHour Of(DateTimeOffset start, IEnumerable<SliMinute> minutes)
    {
        ArgumentNullException.ThrowIfNull(minutes);
        var (all, counted) = (default(SliCount), default(SliCount));
        foreach (var minute in minutes)
        {
            var one = new SliCount(minute.Good, minute.Total, 1);
            (all, counted) = (all + one, minute.Planned ? counted : counted + one);
        }

        return new SliHour(start, all, counted);
    }

    /// <summary>Start of the hour of a time.</summary>
    public static DateTimeOffset Floor(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);
}

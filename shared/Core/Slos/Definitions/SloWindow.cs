using OpsAutomation.Core.Calendars.Schedules;

namespace OpsAutomation.Core.Slos.Definitions;

/// <summary>The time that an objective is for.</summary>
public abstract record SloWindow
{
    /// <summary>When the window that holds a moment began.</summary>
    /// <param name="now">The moment.</param>
    public abstract DateTimeOffset Start(DateTimeOffset now);

    /// <summary>When the window that holds a moment ends: for a rolling one, the moment itself.</summary>
    /// <param name="now">The moment.</param>
    public abstract DateTimeOffset End(DateTimeOffset now);

    /// <summary>How long it is as a whole.</summary>
    /// <param name="now">A moment in it: months differ.</param>
    public abstract TimeSpan Length(DateTimeOffset now);

    /// <summary>For a person: <c>28 days</c>, <c>calendar month (Europe/Zurich)</c>.</summary>
    public abstract string Words { get; }
}

/// <summary>The last days, at any moment.</summary>
/// <param name="Span">How many.</param>
public sealed record RollingWindow(TimeSpan Span) : SloWindow
{
    /// <inheritdoc />
    public override string Words => Span.Ticks % TimeSpan.TicksPerDay == 0 ? FormattableString.Invariant($"{Span.TotalDays:0} days") : FormattableString.Invariant($"{Span.TotalHours:0} hours");

    /// <inheritdoc />
    public override DateTimeOffset Start(DateTimeOffset now) => now - Span;

    /// <inheritdoc />
    public override DateTimeOffset End(DateTimeOffset now) => now;

    /// <inheritdoc />
    public override TimeSpan Length(DateTimeOffset now) => Span;
}

/// <summary>The units of a calendar window.</summary>
public enum CalendarUnit
{
    /// <summary>From Monday.</summary>
    Week,

    /// <summary>From the first day.</summary>
    Month,

    /// <summary>From January, April, July, October.</summary>
    Quarter,
}

/// <summary>The current week, month or quarter; the budget begins anew with each.</summary>
/// <param name="Unit">Which.</param>
/// <param name="Zone">Whose midnight.</param>
public sealed record CalendarWindow(CalendarUnit Unit, TimeZoneInfo Zone) : SloWindow
{
    /// <inheritdoc />
    public override string Words => $"calendar {Unit.ToString().ToLowerInvariant()} ({Zone.Id})";

    /// <inheritdoc />
    public override DateTimeOffset Start(DateTimeOffset now) => WallClock.First(First(now), Zone);

    /// <inheritdoc />
    public override DateTimeOffset End(DateTimeOffset now) => WallClock.First(Next(First(now)), Zone);

    /// <inheritdoc />
    public override TimeSpan Length(DateTimeOffset now) => End(now) - Start(now);

    private DateTime First(DateTimeOffset now)
    {
        var day = WallClock.At(now, Zone).Date;
        return Unit switch
        {
            CalendarUnit.Week => day.AddDays(-(((int)day.DayOfWeek + 6) % 7)),
            CalendarUnit.Month => new DateTime(day.Year, day.Month, 1, 0, 0, 0, DateTimeKind.Unspecified),
            _ => new DateTime(day.Year, (((day.Month - 1) / 3) * 3) + 1, 1, 0, 0, 0, DateTimeKind.Unspecified),
        };
    }

    private DateTime Next(DateTime first) => Unit switch
    {
        CalendarUnit.Week => first.AddDays(7),
        CalendarUnit.Month => first.AddMonths(1),
        _ => first.AddMonths(3),
    };
}

namespace OpsAutomation.Core.Calendars.Schedules;

/// <summary>When a window is active. A pure function of the moment asked about; the grain is a minute.</summary>
public abstract record WindowSchedule
{
    /// <summary>Every occurrence that covers the moment, the next one, and possibly others; in any order.</summary>
    /// <param name="moment">The moment in question.</param>
    protected internal abstract IEnumerable<Occurrence> Around(DateTimeOffset moment);

    /// <summary>The occurrence that covers the moment, the one that lasts longest if several do; null when none does.</summary>
    public Occurrence? ActiveAt(DateTimeOffset moment) => Around(moment).Where(o => o.Covers(moment)).MaxBy(o => o.End);

    /// <summary>The next occurrence that starts after the moment, or null when none is left.</summary>
    public Occurrence? NextAfter(DateTimeOffset moment) => Around(moment).Where(o => o.Start > moment && o.Start < o.End).MinBy(o => o.Start);

    /// <summary>When the answer of <see cref="ActiveAt"/> may next be another; null when it stays for ever.</summary>
    public DateTimeOffset? NextChange(DateTimeOffset moment) => Around(moment)
        .Where(o => o.Start < o.End)
        .SelectMany(o => new DateTimeOffset?[] { o.Start, o.End })
        .Where(t => t > moment)
        .Min();
}

/// <summary>Active once.</summary>
/// <param name="Only">When.</param>
public sealed record OnceSchedule(Occurrence Only) : WindowSchedule
{
    /// <inheritdoc/>
    protected internal override IEnumerable<Occurrence> Around(DateTimeOffset moment) => [Only];
}

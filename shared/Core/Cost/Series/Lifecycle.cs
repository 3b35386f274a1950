namespace OpsAutomation.Core.Cost.Series;

/// <summary>What became of a resource, as its cost tells.</summary>
public enum LifecycleChange
{
    /// <summary>Nothing to tell.</summary>
    None,

    /// <summary>It costs since a day on which others had cost already: it is new, not odd.</summary>
    Appeared,

    /// <summary>It costs nothing any more while others do: it was deleted or switched off, not saved by chance.</summary>
    Disappeared,
}

/// <summary>A change, with its day.</summary>
/// <param name="Change">What.</param>
/// <param name="Day">First day with cost, or first day without.</param>
public sealed record Lifecycle(LifecycleChange Change, DateOnly? Day)
{
    // A week of silence: services that bill once a week are not gone between two bills.
    private const int Silence = 7;

    /// <summary>Reads the change off a series.</summary>
    /// <param name="series">The series.</param>
    /// <param name="first">First day that the billing has for the scope.</param>
    /// <param name="through">Last day that the billing has for the scope.</param>
    public static Lifecycle Of(CostSeries series, DateOnly first, DateOnly through)
    {
        ArgumentNullException.ThrowIfNull(series);
        var paid = Enumerable.Range(0, series.Amounts.Count).Where(i => series.Amounts[i] > 0).Select(series.Day).ToArray();
        if (paid.Length == 0)
        {
            return new Lifecycle(LifecycleChange.None, null);
        }

        return through.DayNumber - paid[^1].DayNumber >= Silence ? new Lifecycle(LifecycleChange.Disappeared, paid[^1].AddDays(1))
            : paid[0].DayNumber - first.DayNumber >= Silence ? new Lifecycle(LifecycleChange.Appeared, paid[0])
            : new Lifecycle(LifecycleChange.None, null);
    }
}

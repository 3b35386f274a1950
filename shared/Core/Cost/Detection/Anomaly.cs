using OpsAutomation.Core.Cost.Ledger;

namespace OpsAutomation.Core.Cost.Detection;

/// <summary>What an anomaly turned out to be.</summary>
public enum AnomalyKind
{
    /// <summary>It has only begun; days will tell.</summary>
    Unsettled,

    /// <summary>A few days, then as before.</summary>
    Spike,

    /// <summary>More than a few days, then as before.</summary>
    Passing,

    /// <summary>A new level that stays.</summary>
    Shift,

    /// <summary>It grew day by day.</summary>
    Ramp,
}

/// <summary>Something that was spent, or not spent, and that the past does not explain.</summary>
public sealed record Anomaly
{
    /// <summary>Which series.</summary>
    public required SeriesName Series { get; init; }

    /// <summary>ISO 4217 code.</summary>
    public required string Currency { get; init; }

    /// <summary>What it turned out to be so far.</summary>
    public required AnomalyKind Kind { get; init; }

    /// <summary>First day that is odd.</summary>
    public required DateOnly Start { get; init; }

    /// <summary>Day whose amount gave it away; the delay of detection is the time between the two.</summary>
    public required DateOnly FoundOn { get; init; }

    /// <summary>Last day that is odd as far as known: for a shift the day on which the new level became the usual one.</summary>
    public required DateOnly Through { get; init; }

    /// <summary>When things were as before again, or null.</summary>
    public DateOnly? EndedOn { get; init; }

    /// <summary>Sum that was expected from <see cref="Start"/> to <see cref="Through"/>.</summary>
    public required double Expected { get; init; }

    /// <summary>Sum that was spent.</summary>
    public required double Actual { get; init; }

    /// <summary>Largest distance of a day in robust deviations, with its sign.</summary>
    public required double Score { get; init; }

    /// <summary>Why, in a sentence for a person.</summary>
    public required string Reason { get; init; }

    /// <summary>Actual minus expected: the money at stake.</summary>
    public double Delta => Actual - Expected;
}

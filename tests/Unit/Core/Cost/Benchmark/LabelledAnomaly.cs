namespace OpsAutomation.Unit.Core.Cost.Benchmark;

internal enum LabelKind
{
    Spike,
    Shift,
    Passing,
    Ramp,
}

/// <summary>What was put into a series on purpose.</summary>
/// <param name="Kind">What.</param>
/// <param name="Start">First day.</param>
/// <param name="End">Last day on which finding it counts.</param>
/// <param name="Deviations">Its size in robust deviations of the series' noise.</param>
/// <param name="Required">False for one too small to be asked for: finding it is neither right nor wrong.</param>
internal sealed record LabelledAnomaly(LabelKind Kind, DateOnly Start, DateOnly End, double Deviations, bool Required);

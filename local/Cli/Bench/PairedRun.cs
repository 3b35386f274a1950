namespace OpsAutomation.Cli.Bench;

/// <summary>What one pair of runs gave, in alerts accepted per second.</summary>
/// <param name="Ours">We.</param>
/// <param name="Peers">Alertmanager.</param>
internal sealed record Pair(double Ours, double Peers)
{
    /// <summary>We in parts of Alertmanager.</summary>
    public double Ratio => Ours / Peers;
}

/// <summary>One line of the table: what was measured, what was aimed at, and whether it was met.</summary>
/// <param name="Name">What.</param>
/// <param name="Value">The median, or the one figure.</param>
/// <param name="Least">The least of all pairs, or null.</param>
/// <param name="Most">The most of all pairs, or null.</param>
/// <param name="Unit">Unit of the three.</param>
/// <param name="Goal">The goal in words; null when none is set.</param>
/// <param name="Met">Whether it was met; null when none is set.</param>
/// <param name="Details">Figures behind it, in words.</param>
internal sealed record BenchLine(string Name, double Value, double? Least, double? Most, string Unit, string? Goal, bool? Met, string Details)
{
    /// <summary>The line of a comparison in pairs.</summary>
    public static BenchLine Of(string name, IReadOnlyList<Pair> pairs, double goal, string details)
    {
        var ratios = pairs.Select(p => p.Ratio).Order().ToArray();
        var median = Median(ratios);
        return new BenchLine(name, median, ratios[0], ratios[^1], "x", $"at least {goal:0.0}", median >= goal, details);
    }

    /// <summary>The middle of some figures.</summary>
    public static double Median(IEnumerable<double> figures)
    {
        var sorted = figures.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }
}

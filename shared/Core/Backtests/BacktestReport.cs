namespace OpsAutomation.Core.Backtests;

/// <summary>What <c>ops backtest</c> tells: one catalogue in numbers, or two and their difference.</summary>
/// <param name="Events">Lines of the events file.</param>
/// <param name="From">When the first was received; null without events.</param>
/// <param name="To">When the last was received; null without events.</param>
/// <param name="Before">What is compared with; null where nothing is.</param>
/// <param name="After">The catalogue that is tried.</param>
/// <param name="Difference">What differs; null where nothing is compared with.</param>
public sealed record BacktestReport(
    int Events, DateTimeOffset? From, DateTimeOffset? To, BacktestSummary? Before, BacktestSummary After, BacktestDifference? Difference)
{
    /// <summary>Whether the difference is one that a caller wants to hear of with an exit code.</summary>
    /// <param name="failOn">One of <see cref="FailOn"/>'s words.</param>
    public bool Fails(string failOn) => failOn switch
    {
        FailOn.PagesRemoved => Difference?.PagesRemoved.Count > 0,
        FailOn.PagesAdded => Difference?.PagesAdded.Count > 0,
        FailOn.Any => Difference?.Any == true,
        _ => false,
    };
}

/// <summary>The words of <c>--fail-on</c>.</summary>
public static class FailOn
{
    /// <summary>Never.</summary>
    public const string Nothing = "nothing";

    /// <summary>When somebody is not paged any more.</summary>
    public const string PagesRemoved = "pages-removed";

    /// <summary>When somebody is paged who was not.</summary>
    public const string PagesAdded = "pages-added";

    /// <summary>When anything differs.</summary>
    public const string Any = "any";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Nothing, PagesRemoved, PagesAdded, Any];
}

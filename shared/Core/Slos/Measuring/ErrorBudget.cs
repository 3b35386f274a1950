using OpsAutomation.Core.Slos.Definitions;

namespace OpsAutomation.Core.Slos.Measuring;

/// <summary>
/// How an error budget stands (SRE workbook, chapter 2: an objective of 99.9 % allows one bad event in a thousand over the
/// window). In a calendar window, which is not over, the events to come are taken to be as many as those so far in the same
/// time, so that a bad first hour of a month does not spend the month's budget by being all there is.
/// </summary>
/// <param name="Counted">Events of the window that decide.</param>
/// <param name="WithMaintenance">The same with the minutes of planned maintenance, for the second figure.</param>
/// <param name="Allowed">Bad events that the window allows.</param>
/// <param name="Coverage">Share of the window's minutes so far of which something is known, 0 to 1.</param>
/// <param name="Objective">Share of good events that is asked for.</param>
public sealed record ErrorBudget(SliCount Counted, SliCount WithMaintenance, double Allowed, double Coverage, double Objective)
{
    /// <summary>Below this share of known minutes nothing is said of a budget: more may be lost than is known.</summary>
    public const double LeastCoverage = 0.5;

    /// <summary>Share of good events; null without events.</summary>
    public double? Attained => Counted.ErrorRatio is { } bad ? 1 - bad : null;

    /// <summary>Share of good events with planned maintenance; null without events.</summary>
    public double? AttainedWithMaintenance => WithMaintenance.ErrorRatio is { } bad ? 1 - bad : null;

    /// <summary>Share of the budget that is left: 1 is whole, zero or less is spent; null where it cannot be said.</summary>
    public double? Remaining => Coverage < LeastCoverage || Counted.Total <= 0 ? null : 1 - (Counted.Bad / Allowed);

    /// <summary>Reads the budget of a window.</summary>
    /// <param name="slo">The objective.</param>
    /// <param name="history">What is known.</param>
    /// <param name="now">The moment.</param>
    public static ErrorBudget Of(Slo slo, SliHistory history, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(slo);
        ArgumentNullException.ThrowIfNull(history);
        var from = slo.Window.Start(now);
        var all = history.Count(from, now, withPlanned: true);
        var counted = slo.ExcludesMaintenance ? history.Count(from, now, withPlanned: false) : all;
        var length = slo.Window.Length(now);
        var passed = now - from;
        var whole = counted.Total * Math.Max(1, length / TimeSpan.FromTicks(Math.Max(1, passed.Ticks)));

        // An objective that is younger than its window is covered from its first minute on.
        var expected = (now - Later(from, history.Since ?? from)).TotalMinutes;
        return new ErrorBudget(counted, all, whole * slo.Allowance, expected < 1 ? 0 : Math.Min(1, all.Minutes / expected), slo.Objective);
    }

    /// <summary>How long until nothing is left if bad events go on at a rate; null when it lasts for longer than the window, or is not known.</summary>
    /// <param name="burnRate">1 spends the whole budget in the whole window.</param>
    /// <param name="window">Length of the window.</param>
    public TimeSpan? GoneIn(double burnRate, TimeSpan window) => Remaining switch
    {
        null => null,
        <= 0 => TimeSpan.Zero,
        { } left when burnRate > 0 && left / burnRate <= 1 => window * (left / burnRate),
        _ => null,
    };

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}

using OpsAutomation.Core.Slos.Burning;

namespace OpsAutomation.Core.Slos;

/// <summary>How all objectives stand, for programs and pages.</summary>
/// <param name="At">When it was put together.</param>
/// <param name="Slos">Each objective, in the order of the catalogue.</param>
public sealed record SloReport(DateTimeOffset At, IReadOnlyList<SloLine> Slos)
{
    /// <summary>Puts it together.</summary>
    public static SloReport Of(DateTimeOffset now, IReadOnlyList<SloStatus> statuses) => new(now, [.. statuses.Select(SloLine.Of)]);
}

/// <summary>One objective. Ratios are 0 to 1; what is not known is left out.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Title">For people.</param>
/// <param name="Service">Its service.</param>
/// <param name="State"><c>met</c>, <c>burning</c>, <c>spent</c> or <c>unknown</c>.</param>
/// <param name="Objective">Share of good events that is asked for.</param>
/// <param name="Window">Over what.</param>
/// <param name="Attained">Share of good events.</param>
/// <param name="AttainedWithMaintenance">The same with planned maintenance, where that does not count.</param>
/// <param name="BudgetRemaining">Share of the budget that is left; negative when more than all is spent.</param>
/// <param name="BadEvents">Bad events that count.</param>
/// <param name="AllowedEvents">Bad events that are allowed.</param>
/// <param name="Coverage">Share of minutes of which something is known.</param>
/// <param name="GoneInSeconds">When the budget is spent if the last hour goes on.</param>
/// <param name="FrozenSince">Since when risky automation is kept back.</param>
/// <param name="MeasuredTo">Up to when it is measured.</param>
/// <param name="Failure">Why its source does not answer.</param>
/// <param name="Rules">Its burn rules.</param>
public sealed record SloLine(
    string Name,
    string Title,
    string Service,
    string State,
    double Objective,
    string Window,
    double? Attained,
    double? AttainedWithMaintenance,
    double? BudgetRemaining,
    double BadEvents,
    double AllowedEvents,
    double Coverage,
    double? GoneInSeconds,
    DateTimeOffset? FrozenSince,
    DateTimeOffset? MeasuredTo,
    string? Failure,
    IReadOnlyList<BurnLine> Rules)
{
    internal static SloLine Of(SloStatus status)
    {
        var (slo, budget) = (status.Slo, status.Budget);
        return new SloLine(
            slo.Name,
            slo.Title,
            slo.Service,
            Word(status),
            slo.Objective,
            slo.Window.Words,
            budget.Attained,
            slo.ExcludesMaintenance ? budget.AttainedWithMaintenance : null,
            budget.Remaining,
            budget.Counted.Bad,
            budget.Allowed,
            budget.Coverage,
            status.GoneIn?.TotalSeconds,
            status.FrozenSince,
            status.State?.MeasuredTo,
            status.State?.Failure,
            [.. status.Readings.Select(BurnLine.Of)]);
    }

    private static string Word(SloStatus status) =>
        status.Budget.Remaining is not { } left ? "unknown"
        : left <= 0 ? "spent"
        : status.Readings.Any(r => r.State == BurnState.Burning) ? "burning"
        : "met";
}

/// <summary>One burn rule.</summary>
/// <param name="Limit">Burn rate above which it fires.</param>
/// <param name="LongSeconds">The long window.</param>
/// <param name="ShortSeconds">The short window.</param>
/// <param name="Severity">Severity of its alert.</param>
/// <param name="State"><c>normal</c>, <c>burning</c> or <c>unknown</c>.</param>
/// <param name="LongRate">Burn rate over the long window.</param>
/// <param name="ShortRate">Burn rate over the short window.</param>
/// <param name="Reason">Why, for a person.</param>
public sealed record BurnLine(double Limit, double LongSeconds, double ShortSeconds, string Severity, string State, double? LongRate, double? ShortRate, string Reason)
{
    internal static BurnLine Of(BurnReading reading) => new(
        reading.Rule.Limit,
        reading.Rule.Long.TotalSeconds,
        reading.Rule.Short.TotalSeconds,
        reading.Rule.Severity.ToString(),
        reading.State.ToString().ToLowerInvariant(),
        reading.LongRate,
        reading.ShortRate,
        reading.Reason);
}

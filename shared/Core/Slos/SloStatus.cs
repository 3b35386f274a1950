using OpsAutomation.Core.Slos.Burning;
using OpsAutomation.Core.Slos.Definitions;
using OpsAutomation.Core.Slos.Measuring;

namespace OpsAutomation.Core.Slos;

/// <summary>How an objective stands at a moment. Pure; whatever is not known is null and said in words.</summary>
/// <param name="Slo">The objective.</param>
/// <param name="At">The moment.</param>
/// <param name="Budget">Its error budget.</param>
/// <param name="Readings">Its burn rules.</param>
/// <param name="FrozenSince">Since when risky automation is kept back because it burns; null when it is not.</param>
/// <param name="GoneIn">When the budget is spent if the last hour goes on; null when it lasts, or is not known.</param>
/// <param name="State">Where measuring stands.</param>
public sealed record SloStatus(
    Slo Slo, DateTimeOffset At, ErrorBudget Budget, IReadOnlyList<BurnReading> Readings, DateTimeOffset? FrozenSince, TimeSpan? GoneIn, SloState? State)
{
    /// <summary>Reads an objective.</summary>
    /// <param name="slo">The objective.</param>
    /// <param name="history">What is known.</param>
    /// <param name="state">Where measuring stands; null before the first measurement.</param>
    /// <param name="now">The moment.</param>
    public static SloStatus Of(Slo slo, SliHistory history, SloState? state, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(slo);
        ArgumentNullException.ThrowIfNull(history);

        // Only minutes that sources were asked for can be missing: metrics come minutes late, and that is no gap.
        var measured = state?.MeasuredTo is { } to && to < now ? to : now;
        var budget = ErrorBudget.Of(slo, history, measured);
        var readings = BurnRule.Defaults.Select(r => BurnReading.Of(slo, r, history, measured)).ToList();
        var hour = readings.First(r => r.Rule == BurnRule.Freezing).LongRate;
        return new SloStatus(
            slo, measured, budget, readings, BurnTurn.FrozenSince(state?.Standings ?? [], measured), hour is { } rate ? budget.GoneIn(rate, slo.Window.Length(measured)) : null, state);
    }
}

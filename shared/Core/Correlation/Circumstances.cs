using OpsAutomation.Core.Correlation.Climates;
using OpsAutomation.Core.Correlation.Settings;
using OpsAutomation.Core.Correlation.Standings;

namespace OpsAutomation.Core.Correlation;

/// <summary>Everything beside its own scope that a decision depends on.</summary>
/// <param name="Settings">What the catalogue says.</param>
/// <param name="Judge">The rules.</param>
/// <param name="Climate">What other scopes tell.</param>
/// <param name="Now">The time of the decision.</param>
/// <param name="Occasion">The number of the scope's commit, so that what happens to an alert twice has two keys.</param>
public sealed record Circumstances(CorrelationSettings Settings, StandingJudge Judge, Climate Climate, DateTimeOffset Now, long Occasion = 0)
{
    /// <summary>No rules and no others, only a time.</summary>
    public static Circumstances At(DateTimeOffset now) => new(CorrelationSettings.None, StandingJudge.None, Climate.Empty, now);
}

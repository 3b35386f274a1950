using OpsAutomation.Core.Correlation.Settings;

namespace OpsAutomation.Core.Correlation.Standings;

/// <summary>The rules in their order of precedence; docs/correlation.md explains it.</summary>
public static class StandingRules
{
    /// <summary>The judge for a catalogue's settings.</summary>
    public static StandingJudge Of(CorrelationSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new StandingJudge(
        [
            new InhibitionRule(settings.Inhibitions),
            new SuppressionRule(),
            new DeployRule(settings.DeployWindows),
            new ThresholdRule(settings.Thresholds),
            new StormRule(settings.Storm),
        ]);
    }
}

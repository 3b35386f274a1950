using OpsAutomation.Core.Correlation.Settings;
using OpsAutomation.Core.Services;

namespace OpsAutomation.Core.Correlation.Standings;

/// <summary>The rules in their order of precedence; docs/correlation.md explains it.</summary>
public static class StandingRules
{
    /// <summary>The judge for a catalogue's settings.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="services">The services, with what they need.</param>
    public static StandingJudge Of(CorrelationSettings settings, ServiceCatalog services)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new StandingJudge(
        [
            new EchoRule(settings.Echoes),
            new InhibitionRule(settings.Inhibitions),
            new TopologyRule(settings.Topology, services),
            new SuppressionRule(),
            new DeployRule(settings.DeployWindows),
            new ThresholdRule(settings.Thresholds),
            new StormRule(settings.Storm),
        ]);
    }
}

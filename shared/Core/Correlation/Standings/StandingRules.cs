using OpsAutomation.Core.Classification;
using OpsAutomation.Core.Correlation.Climates;
using OpsAutomation.Core.Correlation.Settings;
using OpsAutomation.Core.Services;

namespace OpsAutomation.Core.Correlation.Standings;

/// <summary>The rules in their order of precedence; docs/correlation.md explains it.</summary>
public static class StandingRules
{
    /// <summary>The judge for a catalogue's settings.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="services">The services, with what they need.</param>
    /// <param name="classification">Says which alerts are symptoms; without it none is.</param>
    public static StandingJudge Of(CorrelationSettings settings, ServiceCatalog services, ClassificationRules? classification = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var grouping = new GroupingRule(settings.Groupings);
        var topology = new TopologyRule(settings.Topology, services, classification, grouping);
        return new StandingJudge(
        [
            new EchoRule(settings.Echoes),
            new InhibitionRule(settings.Inhibitions),
            new CommonCauseRule(settings.CommonCause, services),
            grouping,
            topology,
            new SuppressionRule(),
            new DeployRule(settings.DeployWindows),
            new ThresholdRule(settings.Thresholds),
            new HoldBackRule(settings.Inhibitions, topology),
            new StormRule(settings.Storm, services),
            new SloRule(),
        ]);
    }

    /// <summary>What an incident that gathers conditions must know of one of them.</summary>
    internal static IEnumerable<ClimateFact> Gathered(string scope, FingerprintState known)
    {
        if (known is { Newest: { } alert, Withheld: { Gathers: not null, IncidentId: { } id } })
        {
            yield return ClimateFact.Of(
                ClimateRows.Withheld, ClimateRows.WithheldRow(id, alert.Fingerprint, scope), new ClimateWithheld(scope, alert.Service, alert.Rule, alert.Severity));
        }
    }
}

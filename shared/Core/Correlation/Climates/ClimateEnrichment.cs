using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Classification;
using OpsAutomation.Core.Services;

namespace OpsAutomation.Core.Correlation.Climates;

/// <summary>What classification is told about an alert beyond what the alert says, from what scopes tell each other.</summary>
public static class ClimateEnrichment
{
    private const string NoService = "the alert belongs to no service of the catalogue";

    private static readonly Enrichment OfNoService = new()
    {
        NotKnown = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [Enrichment.RecentDeploymentPart] = NoService,
            [Enrichment.DependencyFiringPart] = NoService,
            [Enrichment.SloBurnPart] = NoService,
        },
    };

    /// <summary>
    /// The newest deployment of the same service that had begun when the alert did, the services it needs that have open
    /// incidents, and the error budget of it that is spent fastest.
    /// </summary>
    public static Enrichment Of(Alert alert, Climate climate, ServiceCatalog services)
    {
        ArgumentNullException.ThrowIfNull(alert);
        ArgumentNullException.ThrowIfNull(climate);
        ArgumentNullException.ThrowIfNull(services);
        if (services.ByName(alert.Service) is not { } service)
        {
            return OfNoService;
        }

        // One that is itself a deployment is no consequence of one.
        var deployed = alert.Signal.Kind == SignalKind.Deployment
            ? null
            : climate.Deployments(service.Name).Where(d => d.StartedAt <= alert.StartsAt).MaxBy(d => (d.At, d.AlertId));
        var firing = service.Dependencies.Where(d => climate.Incidents(d).Any()).Order(StringComparer.Ordinal).ToArray();
        var burn = climate.SloBurns(service.Name).MaxBy(b => (b.Rate, b.Objective));
        return new Enrichment
        {
            Service = service,
            RecentDeployment = deployed is null ? null : new RecentDeployment(deployed.Commit, deployed.At, Math.Max(0, (alert.StartsAt - deployed.At).TotalMinutes)),
            DependencyFiring = firing.Length == 0 ? null : new DependencyFiring(firing),
            SloBurn = burn is null ? null : new SloBurn(burn.Objective, burn.Rate),
        };
    }
}

using OpsAutomation.Core.Services;

namespace OpsAutomation.Core.Alerts.Senders;

/// <summary>
/// Holds an alert to what its source may name. A target outside of it is taken out of the alert and kept as a label for a
/// person to read: without a resource no playbook can be chosen, so nothing runs, and the incident still stands.
/// </summary>
public static class SenderScope
{
    /// <summary>Label of a resource that the source may not name.</summary>
    public const string ClaimedResource = "claimed.resource";

    /// <summary>Label of a service that the source may not name.</summary>
    public const string ClaimedService = "claimed.service";

    /// <summary>The alert as its source may say it. Pure.</summary>
    /// <param name="sender">The source's entry, or null when it has none any more: then it may name nothing.</param>
    /// <param name="alert">The alert as normalised.</param>
    /// <param name="services">The service catalogue, which says whose a resource is.</param>
    public static Alert Hold(Sender? sender, Alert alert, ServiceCatalog services)
    {
        ArgumentNullException.ThrowIfNull(alert);
        ArgumentNullException.ThrowIfNull(services);
        var owner = services.Find(alert.Resource)?.Name;
        var resourceMay = alert.Resource is null || MayName(sender, alert.Resource, owner);
        var serviceMay = alert.Service is null || MayService(sender, alert.Service) || (resourceMay && alert.Service == owner);
        if (resourceMay && serviceMay)
        {
            return alert;
        }

        var labels = new Dictionary<string, string>(alert.Labels, StringComparer.Ordinal);
        if (alert.Resource is { } resource)
        {
            labels[ClaimedResource] = resource;
        }

        if (alert.Service is { } service)
        {
            labels[ClaimedService] = service;
        }

        // Both go, also when only one is out of bounds: half of a claim is no better founded than the whole.
        var what = resourceMay ? $"the service '{alert.Service}'" : $"the resource {alert.Resource}";
        return alert with
        {
            Resource = null,
            Service = null,
            Labels = labels,
            Triage = $"The source '{alert.Source}' may not name {what} (sources.yaml); it is a claim for a person to judge, and nothing runs on its own.",
        };
    }

    private static bool MayName(Sender? sender, string resource, string? owner) =>
        sender is not null && (sender.Scopes.Any(s => s.Covers(resource)) || (owner is not null && MayService(sender, owner)));

    private static bool MayService(Sender? sender, string service) =>
        sender?.Services.Any(s => s == Sender.AnyService || string.Equals(s, service, StringComparison.Ordinal)) == true;
}

using System.Diagnostics.CodeAnalysis;

namespace OpsAutomation.Core.Alerts.Sources;

/// <summary>The senders that we understand, by name.</summary>
public sealed class AlertSources(IEnumerable<IAlertSource> sources)
{
    private readonly Dictionary<string, IAlertSource> _byName = sources.ToDictionary(s => s.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Every source that this version has.</summary>
    public static AlertSources All { get; } = new(
    [
        new AzureMonitor.AzureMonitorSource(),
        new Alertmanager.AlertmanagerSource(),
        new Grafana.GrafanaSource(),
        new Datadog.DatadogSource(),
        new PagerDuty.PagerDutySource(),
        new GitHub.GitHubDeploymentSource(),
        new AzureDevOps.AzureDeploymentSource(),
        new Deployments.DeploymentSource(),
        new Slo.SloSource(),
        new Drift.DriftSource(),
    ]);

    /// <summary>The names, sorted.</summary>
    public IReadOnlyList<string> Names => [.. _byName.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Finds a source by name, ignoring case.</summary>
    public bool TryFind(string name, [NotNullWhen(true)] out IAlertSource? source) => _byName.TryGetValue(name, out source);

    /// <summary>The known name that is nearest to an unknown one, or null.</summary>
    public string? Nearest(string name) => NearestName.Of(name, _byName.Keys);
}

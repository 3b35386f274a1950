using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Correlation.Climates;
using OpsAutomation.Core.Correlation.Settings;

namespace OpsAutomation.Core.Correlation.Standings;

/// <summary>A deployment of its service is under way or was just done, and the alert began during that time: it is expected.</summary>
public sealed class DeployRule(IReadOnlyList<DeployWindowSetting> settings) : IStandingRule
{
    /// <summary>How long a deployment is remembered at least: what it broke may take hours to show, and classification asks.</summary>
    public static readonly TimeSpan RememberedFor = TimeSpan.FromHours(6);

    /// <inheritdoc/>
    public bool Withdraws => false;

    /// <inheritdoc/>
    public Standing? Judge(Candidate candidate, Climate climate, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        return Find(candidate.Alert, candidate.Since, climate, now, lowers: false) is { } found
            ? new Standing(
                DispositionKind.Suppressed,
                $"deploy window {found.Setting.Name}",
                found.Deployment.AlertId,
                $"It began during a deployment of '{found.Deployment.Service}' or soon after ({found.Deployment.Summary}), and is expected until {Correlator.Time(found.Until)}, by the deploy window '{found.Setting.Name}'.",
                "Had nothing been deployed")
            {
                Until = found.Until,
            }
            : null;
    }

    /// <inheritdoc/>
    public IEnumerable<ClimateFact> EventsOf(string scope, Alert alert)
    {
        ArgumentNullException.ThrowIfNull(alert);
        if (alert is { Signal.Kind: SignalKind.Deployment, Service: { } service })
        {
            var at = alert.EndsAt ?? alert.StartsAt;
            yield return ClimateFact.Of(
                ClimateRows.Partition,
                ClimateRows.Deployment(service, alert.Id),
                new ClimateDeployment(service, alert.Id, alert.StartsAt, at, alert.Summary, alert.Labels.GetValueOrDefault("commit") ?? alert.Labels.GetValueOrDefault("image"), alert.ReceivedAt))
                with
            { Until = at + settings.Select(s => s.For).Append(RememberedFor).Max() };
        }
    }

    /// <summary>The severity to tell an alert with, why, and until when that holds; null for its own.</summary>
    public (Severity To, string Reason, DateTimeOffset Until)? Lower(Alert alert, DateTimeOffset since, Climate climate, DateTimeOffset now) =>
        Find(alert, since, climate, now, lowers: true) is { } found && found.Setting.LowerTo is { } to && alert.Severity < to
            ? (to, $"It is told as {to} instead of {alert.Severity} until {Correlator.Time(found.Until)}: it began during a deployment of '{found.Deployment.Service}' or soon after ({found.Deployment.Summary}).", found.Until)
            : null;

    private (DeployWindowSetting Setting, ClimateDeployment Deployment, DateTimeOffset Until)? Find(
        Alert alert, DateTimeOffset since, Climate climate, DateTimeOffset now, bool lowers)
    {
        // A deployment that failed is an alert itself, and not an expected one.
        if (alert.Service is not { } service || alert.Signal.Kind == SignalKind.Deployment)
        {
            return null;
        }

        foreach (var setting in settings.Where(s => s.LowerTo is not null == lowers && s.Match.Matches(alert)))
        {
            var covering = climate.Deployments(service)
                .Where(d => d.Began(setting.Longest) <= since && now < d.At + setting.For)
                .OrderByDescending(d => d.At)
                .ThenBy(d => d.AlertId, StringComparer.Ordinal)
                .FirstOrDefault();
            if (covering is not null)
            {
                return (setting, covering, covering.At + setting.For);
            }
        }

        return null;
    }
}

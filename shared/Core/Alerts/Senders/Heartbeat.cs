namespace OpsAutomation.Core.Alerts.Senders;

/// <summary>How often a source must be heard of. Silence for longer is an outage of telemetry: what it watches may be down unseen.</summary>
/// <param name="Expect">The longest silence that is normal.</param>
/// <param name="Rule">The rule whose firing alerts alone count, for example Prometheus' <c>Watchdog</c>; null when every alert counts.</param>
public sealed record Heartbeat(TimeSpan Expect, string? Rule = null)
{
    /// <summary>
    /// Whether an alert is the source's sign of life: it says nothing but that its sender works. The end of such a rule is none,
    /// it says the opposite.
    /// </summary>
    public static bool IsSignOfLife(Sender? sender, Alert alert)
    {
        ArgumentNullException.ThrowIfNull(alert);
        return sender?.Heartbeat?.Rule is { } rule && alert.Status == AlertStatus.Firing && string.Equals(alert.Rule, rule, StringComparison.Ordinal);
    }

    /// <summary>The alert as it is correlated: a sign of life is information, it opens no incident and ends none.</summary>
    public static Alert Quieten(Sender? sender, Alert alert)
    {
        ArgumentNullException.ThrowIfNull(alert);
        return IsSignOfLife(sender, alert)
            ? alert with
            {
                Status = AlertStatus.Information,
                Labels = new Dictionary<string, string>(alert.Labels, StringComparer.Ordinal) { [Alert.InformationLabel] = "a heartbeat of its source" },
            }
            : alert;
    }
}

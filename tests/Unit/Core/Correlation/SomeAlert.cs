using OpsAutomation.Core.Alerts;

namespace OpsAutomation.Unit.Core.Correlation;

/// <summary>Alerts for correlation tests: what matters is given, the rest is plausible.</summary>
internal static class SomeAlert
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    public static Alert Firing(string id, string? resource = null, string? service = null, string rule = "cpu-high", int minute = 0) => new()
    {
        Id = id,
        Source = "azure-monitor",
        Rule = rule,
        Fingerprint = Fingerprint.Of("azure-monitor", rule, resource, new Dictionary<string, string>(StringComparer.Ordinal)),
        Status = AlertStatus.Firing,
        Severity = Severity.Sev1,
        Signal = new Signal(SignalKind.Metric, "Percentage CPU", null, "Average", "GreaterThan", null, new Dictionary<string, string>(StringComparer.Ordinal)),
        Resource = resource,
        Service = service,
        Summary = id,
        StartsAt = Noon.AddMinutes(minute),
        ReceivedAt = Noon.AddMinutes(minute),
        PayloadReference = $"intake-20261124-0/{id}",
    };

    public static Alert Resolved(string id, string? resource = null, string? service = null, string rule = "cpu-high", int minute = 0) =>
        Firing(id, resource, service, rule, 0) with { Status = AlertStatus.Resolved, EndsAt = Noon.AddMinutes(minute), ReceivedAt = Noon.AddMinutes(minute) };
}

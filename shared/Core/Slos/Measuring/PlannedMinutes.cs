using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Calendars;
using OpsAutomation.Core.Slos.Definitions;

namespace OpsAutomation.Core.Slos.Measuring;

/// <summary>Which minutes are planned maintenance for an objective: those of windows that would hide its own burn alert.</summary>
public static class PlannedMinutes
{
    /// <summary>Answers for an objective.</summary>
    /// <param name="slo">The objective.</param>
    /// <param name="windows">The windows of the catalogue. Silences are no plan: they are made when something is already bad.</param>
    public static Func<DateTimeOffset, bool> Of(Slo slo, IReadOnlyList<MaintenanceWindow> windows)
    {
        ArgumentNullException.ThrowIfNull(slo);
        ArgumentNullException.ThrowIfNull(windows);
        var alert = Alert(slo);
        var ours = windows.Where(w => w.Matcher.Matches(alert)).ToList();
        return minute => ours.Exists(w => w.Schedule.ActiveAt(minute) is not null);
    }

    private static Alert Alert(Slo slo) => new()
    {
        Id = slo.Name,
        Source = "slo",
        Rule = slo.Name,
        Fingerprint = slo.Name,
        Status = AlertStatus.Firing,
        Severity = Severity.Sev0,
        Signal = new Signal(SignalKind.SloBurn, "burn rate", null, null, "GreaterThan", null, new Dictionary<string, string>(StringComparer.Ordinal)),
        Resource = slo.Indicator.Queries.Select(q => q.Resource).FirstOrDefault(r => r is not null)?.ToLowerInvariant(),
        Service = slo.Service,
        Summary = slo.Title,
        StartsAt = DateTimeOffset.UnixEpoch,
        ReceivedAt = DateTimeOffset.UnixEpoch,
        PayloadReference = string.Empty,
    };
}

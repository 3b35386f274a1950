using System.Globalization;

namespace OpsAutomation.Core.Alerts.Sources.Alertmanager;

/// <summary>One alert of a group, as Alertmanager and, after it, Grafana write it: labels, annotations, status and two times.</summary>
internal static class GroupedAlert
{
    // Labels that say how bad it is or who noticed, not what it is: of two Prometheus that watch the same, each adds its replica.
    private static readonly HashSet<string> NoIdentity = new(StringComparer.OrdinalIgnoreCase) { "alertname", "severity", "priority", "value", "prometheus_replica" };

    /// <summary>Reads it, or says which field is missing: without a name there is no fingerprint, without a start no order.</summary>
    public static AlertDraft? Read(JsonFields alert, IntakeContext context, out DeadLetter? problem)
    {
        var (labels, annotations) = (alert.Object("labels"), alert.Object("annotations"));
        if (labels.Text("alertname", 260) is not { } name)
        {
            problem = new DeadLetter("alerts[0].labels.alertname", "The alert has no name.");
            return null;
        }

        if (alert.Time("startsAt") is not { } startsAt)
        {
            problem = new DeadLetter(
                "alerts[0].startsAt",
                $"'{alert.Text("startsAt", 64)}' is not a time that we can read; without it events cannot be put in order.",
                "RFC 3339, for example 2026-11-24T12:13:31.365Z");
            return null;
        }

        // Go's zero time, 0001-01-01, means "no end yet" and reads as no time.
        var endsAt = alert.Time("endsAt");
        var read = new AlertLabels();
        if (Status(alert.Text("status", 32), endsAt, context, read, out problem) is not { } status)
        {
            return null;
        }

        read.AddAll(labels);
        read.AddAll(annotations, "annotation.");
        var text = annotations.Text("summary") ?? annotations.Text("description") ?? annotations.Text("message") ?? labels.Text("instance");
        return new AlertDraft
        {
            Rule = name,
            Status = status,
            Severity = SeverityNames.Read(labels.Text("severity", 64) ?? labels.Text("priority", 64), "severity label", read),
            Signal = new Signal(
                SignalKind.External, name, null, null, null, null, Identity.Of(labels, n => NoIdentity.Contains(n) || n.StartsWith("__", StringComparison.Ordinal))),
            Resource = CatalogNames.Resource(n => labels.Text(n, 2048), context.Services, read),
            NamedService = CatalogNames.Service(labels.Text("service", 128), context.Services),
            Labels = read,
            Summary = text is null || text.StartsWith(name, StringComparison.Ordinal) ? text ?? name : $"{name}: {text}",
            StartsAt = startsAt,
            EndsAt = endsAt,
            Links =
            [
                new("generator", alert.Text("generatorURL", 2048)),
                new("runbook", annotations.Text("runbook_url", 2048) ?? annotations.Text("runbook", 2048)),
            ],
        };
    }

    /// <summary>Says in summary and labels that the sender left alerts of the group out: whoever reads it must look there.</summary>
    public static AlertDraft Truncated(AlertDraft draft, JsonFields group, string label)
    {
        if (group.Number("truncatedAlerts") is not (> 0 and < int.MaxValue and var cut))
        {
            return draft;
        }

        var count = ((int)cut).ToString(CultureInfo.InvariantCulture);
        draft.Labels.Add(label, count);
        return draft with { Summary = $"({count} more {(count == "1" ? "alert" : "alerts")} of this group left out by the sender) {draft.Summary}" };
    }

    private static AlertStatus? Status(string? text, DateTimeOffset? endsAt, IntakeContext context, AlertLabels notes, out DeadLetter? problem)
    {
        problem = null;
        switch (text?.ToLowerInvariant())
        {
            case "firing":
                return AlertStatus.Firing;
            case "resolved":
                return AlertStatus.Resolved;
            case null:
                // Alertmanager itself calls an alert resolved once its end has passed.
                notes.Assume("no status was sent; it follows from endsAt");
                return endsAt <= context.ReceivedAt ? AlertStatus.Resolved : AlertStatus.Firing;
            default:
                problem = new DeadLetter("alerts[0].status", $"'{text}' is neither firing nor resolved.", NearestName.Of(text, ["firing", "resolved"]));
                return null;
        }
    }
}

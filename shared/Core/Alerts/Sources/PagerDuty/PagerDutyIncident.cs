namespace OpsAutomation.Core.Alerts.Sources.PagerDuty;

/// <summary>Reads the incident of a message into an alert. The incident's id is the condition: title and assignment may change.</summary>
internal static class PagerDutyIncident
{
    /// <summary>The event of an acknowledgement.</summary>
    public const string Acknowledged = "incident.acknowledged";

    /// <summary>The label with the event.</summary>
    public const string EventLabel = "pagerduty.event";

    /// <summary>The label that names who acknowledged it.</summary>
    public const string ByLabel = "pagerduty.by";

    /// <summary>Reads a message that has no <see cref="IncidentMessage.Problem"/>.</summary>
    public static AlertDraft Read(IncidentMessage message, IntakeContext context)
    {
        var incident = message.Incident;
        var service = incident.Object("service");
        var serviceName = service.Text("summary", 128) ?? service.Text("name", 128);
        var over = message.IsOver == true;
        var at = message.At ?? message.Created ?? context.ReceivedAt;
        var labels = new AlertLabels();
        labels.Add(EventLabel, message.Event);
        labels.Add("pagerduty.incident", incident.Text("id", 64));
        labels.Add("pagerduty.number", incident.Text("number", 32) ?? incident.Text("incident_number", 32));
        labels.Add("pagerduty.status", incident.Text("status", 32));
        labels.Add("pagerduty.service", serviceName);
        labels.Add("pagerduty.serviceId", service.Text("id", 64));
        labels.Add("pagerduty.urgency", incident.Text("urgency", 32));
        labels.Add("pagerduty.priority", Priority(incident));
        labels.Add("pagerduty.escalationPolicy", incident.Object("escalation_policy").Text("summary", 128));
        labels.Add(AlertLabels.DedupKey, incident.Text("incident_key", 255));
        if (message.Event == Acknowledged)
        {
            labels.Add(ByLabel, message.By);
        }

        var title = incident.Text("title") ?? incident.Object("trigger_summary_data").Text("subject") ?? incident.Text("summary") ?? "an incident without a title";
        return new AlertDraft
        {
            Rule = serviceName ?? "PagerDuty incident",
            Status = over ? AlertStatus.Resolved : AlertStatus.Firing,
            Severity = Severity(incident, labels),
            Signal = new Signal(
                SignalKind.External, "incident", null, null, null, null, new Dictionary<string, string>(StringComparer.Ordinal) { ["incident"] = incident.Text("id", 64)! }),

            // PagerDuty knows no ARM ids: what an incident is about is its service.
            Resource = null,
            NamedService = CatalogNames.Service(serviceName, context.Services),
            Labels = labels,
            Summary = $"{serviceName ?? "PagerDuty"}: {title}{Said(message.Event)}",

            // A reopened incident begins again; its creation lies before its end.
            StartsAt = message.Event == "incident.reopened" ? at : message.Created ?? at,
            EndsAt = over ? at : null,
            Links = [new("incident", incident.Text("html_url", 2048))],
        };
    }

    private static string Said(string? name) => name is null or "incident.triggered" or "incident.resolved" ? string.Empty : $" ({name["incident.".Length..].Replace('_', ' ')})";

    private static string? Priority(JsonFields incident) => incident.Object("priority").Text("summary", 64) ?? incident.Object("priority").Text("name", 64);

    // A priority was given by a person or a rule of the account; the urgency only says whether somebody is woken.
    private static Severity Severity(JsonFields incident, AlertLabels labels) =>
        SeverityNames.Read(Priority(incident)) ?? incident.Text("urgency", 32)?.ToLowerInvariant() switch
        {
            "high" => Alerts.Severity.Sev1,
            "low" => Alerts.Severity.Sev3,
            var other => SeverityNames.Read(other, "urgency", labels),
        };
}

namespace OpsAutomation.Core.Alerts.Sources.PagerDuty;

/// <summary>What a webhook of any version says: an event, and the incident as it was after it.</summary>
/// <param name="Event">The event in the words of version 3, <c>incident.triggered</c>; null where only the incident was sent.</param>
/// <param name="EventField">Where the event stands in the body.</param>
/// <param name="At">When it happened, or null.</param>
/// <param name="Incident">The incident; nothing when the event is about something else.</param>
/// <param name="IncidentField">Where the incident stands in the body.</param>
internal sealed record IncidentMessage(string? Event, string EventField, DateTimeOffset? At, JsonFields Incident, string IncidentField)
{
    /// <summary>Who did it, as PagerDuty names them; null where it names nobody.</summary>
    public string? By { get; init; }

    private static readonly string[] Known =
    [
        "incident.triggered", "incident.acknowledged", "incident.unacknowledged", "incident.resolved", "incident.reopened", "incident.escalated",
        "incident.reassigned", "incident.delegated", "incident.priority_updated", "incident.service_updated", "incident.incident_type.changed",
    ];

    /// <summary>Version 3: <c>data</c> is the incident, or a note, a responder, a field of one.</summary>
    public static IncidentMessage V3(JsonFields @event)
    {
        var data = @event.Object("data");
        var isIncident = data.Text("type", 64) is null or "incident";
        return new IncidentMessage(@event.Text("event_type", 128), "event.event_type", @event.Time("occurred_at"), isIncident ? data : default, "event.data")
        {
            By = @event.Object("agent").Text("summary", 128),
        };
    }

    /// <summary>Version 2, and what was sent before it: the event is <c>incident.trigger</c>, and the incident is inside the message or its data.</summary>
    public static IncidentMessage V2(JsonFields message)
    {
        var direct = message.Object("incident");
        var name = message.Text("event", 128) ?? message.Text("type", 128);
        return new IncidentMessage(
            name switch
            {
                "incident.trigger" => "incident.triggered",
                "incident.acknowledge" => "incident.acknowledged",
                "incident.unacknowledge" => "incident.unacknowledged",
                "incident.resolve" => "incident.resolved",
                "incident.escalate" => "incident.escalated",
                "incident.assign" => "incident.reassigned",
                "incident.delegate" => "incident.delegated",
                "incident.annotate" => "incident.annotated",
                _ => name,
            },
            "messages[0].event",
            message.Time("created_on"),
            direct.Exists ? direct : message.Object("data").Object("incident"),
            direct.Exists ? "messages[0].incident" : "messages[0].data.incident");
    }

    /// <summary>An incident of the REST API, as scripts forward it.</summary>
    public static IncidentMessage Bare(JsonFields root) =>
        new(null, "status", root.Time("last_status_change_at") ?? root.Time("updated_at"), IsIncident(root) ? root : default, "event");

    /// <summary>Whether an object is an incident of the REST API.</summary>
    public static bool IsIncident(JsonFields root) => root.Text("type", 64) == "incident" && root.Text("status", 32) is not null && root.Find("service") is not null;

    /// <summary>Whether the incident is over after the event; null when it cannot be told.</summary>
    public bool? IsOver => Event switch
    {
        "incident.resolved" => true,
        "incident.triggered" or "incident.reopened" or "incident.acknowledged" or "incident.unacknowledged" => false,
        _ => Incident.Text("status", 32)?.ToLowerInvariant() switch
        {
            "resolved" => true,
            "triggered" or "acknowledged" => false,
            _ => null,
        },
    };

    /// <summary>Why it is no alert, or null.</summary>
    public DeadLetter? Problem()
    {
        if (Event == "pagey.ping")
        {
            return new DeadLetter(EventField, "Not an alert: PagerDuty's test of the webhook. It arrived, so the webhook works.");
        }

        if (Event is null && !Incident.Exists)
        {
            return new DeadLetter(IncidentField, "Neither the 'event' of version 3, nor the 'messages' of version 2, nor an incident is there.");
        }

        if (Event is not null && !Known.Contains(Event, StringComparer.Ordinal))
        {
            return Event.StartsWith("incident.", StringComparison.Ordinal) || Event.StartsWith("service.", StringComparison.Ordinal)
                ? new DeadLetter(EventField, $"Not an alert: '{Event}' changes no state of an incident.", NearestName.Of(Event, Known))
                : new DeadLetter(EventField, $"'{Event}' is not an event that we know.", NearestName.Of(Event, Known));
        }

        return Incident.Text("id", 64) is null ? new DeadLetter(IncidentField + ".id", "The event names no incident.")
            : IsOver is null ? new DeadLetter(IncidentField + ".status", "Whether the incident is open cannot be told.")
            : (At ?? Created) is null ? new DeadLetter(IncidentField + ".created_at", "There is no time that we can read; without it events cannot be put in order.")
            : null;
    }

    /// <summary>When the incident began, or null.</summary>
    public DateTimeOffset? Created => Incident.Time("created_at") ?? Incident.Time("created_on");
}

namespace OpsAutomation.Core.Alerts.Sources.Datadog;

/// <summary>Reads one event of a monitor: which monitor, which group of it, and how its state changed.</summary>
internal static class DatadogEvent
{
    private static readonly string[] Transitions =
        ["Triggered", "Re-Triggered", "Warn", "Re-Warn", "No Data", "Re-No Data", "Renotify", "Recovered"];

    public static AlertDraft? Read(DatadogFields fields, IntakeContext context, out DeadLetter? problem)
    {
        var title = fields.Text(512, "alerttitle", "title", "eventtitle");
        var (monitor, aggregate) = (fields.Text(64, "alertid", "monitorid"), fields.Text(128, "aggregkey"));
        var transition = fields.Text(64, "alerttransition", "transition") ?? DatadogText.Transition(fields.Text(512, "title", "eventtitle", "alerttitle"));
        problem = title is null && monitor is null ? new DeadLetter("title", "The event has neither a title nor a monitor: add \"title\": \"$EVENT_TITLE\" and \"alert_id\": \"$ALERT_ID\" to the webhook's payload.")
            : monitor is null && aggregate is null ? new DeadLetter("alert_id", "The event names no monitor: add \"alert_id\": \"$ALERT_ID\" or \"aggreg_key\": \"$AGGREG_KEY\" to the webhook's payload.")
            : State(transition) is null ? new DeadLetter(
                "alert_transition",
                transition is null ? "The event does not say how the monitor changed: add \"alert_transition\": \"$ALERT_TRANSITION\" to the webhook's payload." : $"'{transition}' is not a transition that we know.",
                NearestName.Of(transition, Transitions))
            : null;
        return problem is null ? Draft(fields, title, monitor, aggregate, State(transition)!, context) : null;
    }

    /// <summary>When the monitor changed, or null where the webhook's payload does not say.</summary>
    public static DateTimeOffset? At(DatadogFields fields) => fields.Time("date", "dateposix", "lastupdated", "lastupdatedposix");

    private static AlertDraft Draft(DatadogFields fields, string? title, string? monitor, string? aggregate, string state, IntakeContext context)
    {
        var labels = new AlertLabels();
        var tags = fields.Tags("tags");
        var text = DatadogText.Plain(fields.Text(4096, "textonlymsg", "body", "eventmsg", "text"));
        labels.Add("datadog.transition", state);
        labels.Add("datadog.monitor", monitor);
        labels.Add("datadog.aggregate", aggregate);
        labels.Add("datadog.query", fields.Text(1024, "alertquery"));
        labels.Add("datadog.metric", fields.Text(256, "alertmetric"));
        labels.Add("datadog.scope", fields.Text(512, "alertscope"));
        labels.Add("datadog.eventType", fields.Text(64, "eventtype"));
        labels.Add("datadog.host", fields.Text(256, "hostname"));
        labels.Add("datadog.text", text);
        foreach (var (name, value) in tags)
        {
            labels.AddSenders(name, value.Length == 0 ? "true" : value);
        }

        var rule = title is null ? $"monitor {monitor}" : DatadogText.Rule(title);
        var at = At(fields);
        if (at is null)
        {
            labels.Assume("no date was sent; the time of receipt is taken");
        }

        var over = state == "Recovered";
        var noData = state is "No Data" or "Re-No Data";
        return new AlertDraft
        {
            Rule = rule,
            Status = over ? AlertStatus.Resolved : AlertStatus.Firing,
            Severity = Severity(fields, title, state, labels),
            Signal = new Signal(
                noData ? SignalKind.Telemetry : SignalKind.External, fields.Text(256, "alertmetric"), null, null, null, null, Dimensions(fields, monitor, aggregate)),
            Resource = noData ? null : CatalogNames.Resource(n => tags.FirstOrDefault(t => string.Equals(t.Key, n, StringComparison.OrdinalIgnoreCase)).Value, context.Services, labels),
            ResourceField = "tags",
            NamedService = CatalogNames.Service(tags.FirstOrDefault(t => string.Equals(t.Key, "service", StringComparison.Ordinal)).Value, context.Services),
            Labels = labels,
            Summary = text is null ? $"{rule}: {state}" : $"{rule}: {text}",
            StartsAt = at ?? context.ReceivedAt,
            EndsAt = over ? at : null,
            Links =
            [
                new("event", fields.Text(2048, "link", "eventurl", "url")), new("snapshot", fields.Text(2048, "snapshot")),
                new("monitor", fields.Text(2048, "monitorurl", "alerturl")),
            ],
        };
    }

    // The monitor's group is its scope; where the template leaves the scope out, the aggregation key tells groups apart.
    private static Dictionary<string, string> Dimensions(DatadogFields fields, string? monitor, string? aggregate)
    {
        var dimensions = new Dictionary<string, string>(StringComparer.Ordinal);
        if (monitor is not null)
        {
            dimensions["monitor"] = monitor;
        }

        if (fields.Text(8192, "alertscope") is { } scope && monitor is not null)
        {
            // The order of the tags is not part of it.
            dimensions["scope"] = Identity.Bounded(string.Join(',', scope.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)), 256);
        }
        else if (aggregate is not null)
        {
            dimensions["aggregate"] = aggregate;
        }

        return dimensions;
    }

    // The monitor's priority comes first; without one, "error" is what Datadog calls a crossed alert threshold, "warning" the softer one.
    private static Severity Severity(DatadogFields fields, string? title, string state, AlertLabels labels)
    {
        var byPriority = SeverityNames.Read(fields.Text(16, "alertpriority") ?? DatadogText.Priority(fields.Text(512, "title", "eventtitle")) ?? DatadogText.Priority(title) ?? fields.Text(16, "severity"));
        if (state is "Warn" or "Re-Warn" or "No Data" or "Re-No Data")
        {
            // Datadog gives a monitor one priority for its alert and its warning.
            return byPriority > Alerts.Severity.Sev2 ? byPriority.Value : Alerts.Severity.Sev2;
        }

        return byPriority ?? fields.Text(16, "alerttype")?.ToLowerInvariant() switch
        {
            "error" => Alerts.Severity.Sev1,
            "warning" => Alerts.Severity.Sev2,
            "info" or "success" => Alerts.Severity.Sev3,
            var other => SeverityNames.Read(other, "alert_type", labels),
        };
    }

    private static string? State(string? transition) =>
        transition is null ? null : Array.Find(Transitions, t => string.Equals(Letters(t), Letters(transition), StringComparison.OrdinalIgnoreCase));

    private static string Letters(string text) => string.Concat(text.Where(char.IsLetter));
}

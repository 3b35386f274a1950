using System.Globalization;

namespace OpsAutomation.Core.Alerts.Sources.Grafana;

/// <summary>
/// Legacy alerting: one rule with its state. The state <c>ok</c> names no series, so the rule is the condition, not its
/// series: otherwise a series that fired would never be resolved.
/// </summary>
internal static class LegacyAlert
{
    private static readonly string[] States = ["alerting", "ok", "no_data", "pending", "paused"];

    public static AlertDraft? Read(JsonFields root, IntakeContext context, out DeadLetter? problem)
    {
        if (root.Text("ruleName", 260) is not { } rule)
        {
            problem = new DeadLetter("ruleName", "The rule has no name.");
            return null;
        }

        var state = root.Text("state", 32);
        problem = Problem(state);
        if (problem is not null)
        {
            return null;
        }

        var (labels, tags) = (new AlertLabels(), root.Object("tags"));
        labels.Add("grafana.state", state);
        labels.Add("grafana.orgId", root.Text("orgId", 32));
        labels.Add("grafana.ruleId", root.Text("ruleId", 32));
        labels.Add("grafana.message", root.Text("message"));
        labels.Assume("legacy alerting sends no time; the time of receipt is taken");
        labels.AddAll(tags);
        var value = Matches(root, labels);
        var noData = state == "no_data";
        return new AlertDraft
        {
            Rule = rule,
            Status = state == "ok" ? AlertStatus.Resolved : AlertStatus.Firing,
            Severity = SeverityNames.Read(tags.Text("severity", 64), "severity tag", labels) is var severity && noData && severity < Severity.Sev2 ? Severity.Sev2 : severity,
            Signal = new Signal(noData ? SignalKind.Telemetry : SignalKind.External, rule, null, null, null, null, Dimensions(root)),
            Resource = noData ? null : CatalogNames.Resource(n => tags.Text(n, 2048), context.Services, labels),
            ResourceField = "tags",
            NamedService = CatalogNames.Service(tags.Text("service", 128), context.Services),
            Labels = labels,
            Summary = $"{rule}: {(noData ? "no data; what it watches may be well" : root.Text("message") ?? state)}",
            Value = value,
            StartsAt = context.ReceivedAt,
            Links = [new("rule", root.Text("ruleUrl", 2048)), new("image", root.Text("imageUrl", 2048))],
        };
    }

    private static DeadLetter? Problem(string? state) => state switch
    {
        "alerting" or "ok" or "no_data" => null,
        "pending" => new DeadLetter("state", "Not an alert: the rule is pending, its condition has not held for long enough."),
        "paused" => new DeadLetter("state", "Not an alert: the rule was paused by a person and is not evaluated."),
        _ => new DeadLetter("state", state is null ? "The state of the rule is missing." : $"'{state}' is not a state of a rule.", NearestName.Of(state, States)),
    };

    // The first series speaks for the rule; the others are counted.
    private static double? Matches(JsonFields root, AlertLabels labels)
    {
        var matches = root.List("evalMatches").Select(m => new JsonFields(m)).Where(m => m.Exists).ToArray();
        if (matches.Length == 0)
        {
            return null;
        }

        labels.Add("grafana.metric", matches[0].Text("metric", 256));
        labels.Add("grafana.matches", matches.Length.ToString(CultureInfo.InvariantCulture));
        labels.AddAll(matches[0].Object("tags"), "match.");
        return matches[0].Number("value");
    }

    private static Dictionary<string, string> Dimensions(JsonFields root)
    {
        var dimensions = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in new[] { "ruleId", "orgId", "dashboardId", "panelId" })
        {
            if (root.Text(name, 64) is { } value)
            {
                dimensions[name] = value;
            }
        }

        return dimensions;
    }
}

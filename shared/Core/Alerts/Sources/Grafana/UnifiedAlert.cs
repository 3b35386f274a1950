using System.Globalization;
using System.Text.Json;
using OpsAutomation.Core.Alerts.Sources.Alertmanager;

namespace OpsAutomation.Core.Alerts.Sources.Grafana;

/// <summary>
/// One alert of Grafana's unified alerting. An alert named DatasourceNoData or DatasourceError says that the rule could not
/// be evaluated: trouble of the telemetry, not the rule's firing, so it never points at the rule's resource.
/// </summary>
internal static class UnifiedAlert
{
    private const int MaxValues = 16;

    public static AlertDraft? Read(JsonFields root, IntakeContext context, out DeadLetter? problem)
    {
        var alerts = root.List("alerts", 2);
        if (alerts.Count != 1 || alerts[0].ValueKind != JsonValueKind.Object)
        {
            problem = new DeadLetter("alerts", "It must be a list of alerts, each a JSON object.");
            return null;
        }

        var alert = new JsonFields(alerts[0]);
        if (GroupedAlert.Read(alert, context, out problem) is not { } draft)
        {
            return null;
        }

        var organisation = root.Text("orgId", 32) ?? alert.Text("orgId", 32);
        draft.Labels.Add("grafana.orgId", organisation);
        draft.Labels.Add("grafana.ruleUid", alert.Text("ruleUID", 64));
        draft.Labels.Add("grafana.values", alert.Text("valueString"));
        draft = WithValues(draft, alert.Object("values"));
        draft = draft with
        {
            Signal = draft.Signal with { Dimensions = WithOrganisation(draft.Signal.Dimensions, organisation) },
            Links =
            [
                .. draft.Links, new("dashboard", alert.Text("dashboardURL", 2048)), new("panel", alert.Text("panelURL", 2048)),
                new("silence", alert.Text("silenceURL", 2048)), new("image", alert.Text("imageURL", 2048)),
            ],
        };
        draft = GroupedAlert.Truncated(draft, root, "grafana.truncatedAlerts");
        return WithTelemetry(draft, alert);
    }

    // One value is the observed one. Of several, some are thresholds' outcomes (0 or 1), and which one was compared is not said.
    private static AlertDraft WithValues(AlertDraft draft, JsonFields values)
    {
        var numbers = new List<double>();
        foreach (var property in values.Properties.Take(MaxValues))
        {
            if (JsonFields.NumberOf(property.Value) is { } number)
            {
                draft.Labels.Add($"grafana.value.{property.Name}", number.ToString("R", CultureInfo.InvariantCulture));
                numbers.Add(number);
            }
        }

        return numbers.Count == 1 ? draft with { Value = numbers[0] } : draft;
    }

    private static Dictionary<string, string> WithOrganisation(IReadOnlyDictionary<string, string> dimensions, string? organisation)
    {
        var all = dimensions.ToDictionary(StringComparer.Ordinal);
        if (organisation is not null)
        {
            all["grafana.orgId"] = organisation;
        }

        return all;
    }

    private static AlertDraft WithTelemetry(AlertDraft draft, JsonFields alert)
    {
        var (labels, annotations) = (alert.Object("labels"), alert.Object("annotations"));
        var reason = annotations.Text("grafana_state_reason", 64) ?? labels.Text("grafana_state_reason", 64);
        draft.Labels.Add("grafana.stateReason", reason);
        if (draft.Rule is "DatasourceNoData" or "DatasourceError")
        {
            var rule = labels.Text("rulename", 260) ?? "a rule";
            return draft with
            {
                Resource = null,
                Severity = NoWorseThanWarning(draft.Severity),
                Signal = draft.Signal with { Kind = SignalKind.Telemetry },
                Summary = $"{draft.Rule}: {(draft.Rule == "DatasourceNoData" ? "no data for" : "an error while evaluating")} '{rule}'; what it watches may be well",
            };
        }

        // A rule that is set to alert on missing data fires under its own name.
        return reason is "NoData" or "Error" && draft.Status == AlertStatus.Firing
            ? draft with { Resource = null, Severity = NoWorseThanWarning(draft.Severity), Signal = draft.Signal with { Kind = SignalKind.Telemetry } }
            : draft;
    }

    private static Severity NoWorseThanWarning(Severity severity) => severity < Severity.Sev2 ? Severity.Sev2 : severity;
}

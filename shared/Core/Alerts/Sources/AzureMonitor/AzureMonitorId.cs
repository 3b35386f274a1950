using System.Text.Json;

namespace OpsAutomation.Core.Alerts.Sources.AzureMonitor;

/// <summary>
/// The deterministic id of one alert: a redelivery of the same event has the same id, while a new firing, the resolution,
/// another target and another time series have their own.
/// </summary>
internal static class AzureMonitorId
{
    public static string Of(string source, JsonElement body, string? target)
    {
        var root = new JsonFields(body);
        var alert = new CommonAlert(root.Object("data"));
        var e = alert.Essentials;
        var alertId = Raw(e, "alertId") ?? Raw(e, "originAlertId");
        if (alertId is null || Raw(e, "firedDateTime") is null)
        {
            // Nothing names the event (legacy budgets, unknown schemas): the whole content does.
            return DerivedId.Of(source, "content", DerivedId.Hash(body), target?.ToLowerInvariant());
        }

        List<string?> parts =
        [
            "event", alertId, Raw(e, "originAlertId"), Raw(e, "alertRule"), Raw(e, "monitorCondition"), Raw(e, "firedDateTime"),
            Raw(e, "resolvedDateTime"), target?.ToLowerInvariant(),
        ];
        foreach (var criterion in alert.Condition.List("allOf"))
        {
            parts.Add(Series(new JsonFields(criterion).Find("dimensions")));
        }

        parts.Add(Series(alert.Context.Find("Dimensions")));
        return DerivedId.Of(source, parts);
    }

    private static string? Series(JsonElement? dimensions) => dimensions is { } list ? DerivedId.Text(list) : null;

    private static string? Raw(JsonFields fields, string name) => fields.Find(name) switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { } other => other.GetRawText(),
        null => null,
    };
}

using System.Security.Cryptography;
using System.Text.Json;

namespace OpsAutomation.Core.Alerts.Sources.AzureMonitor;

/// <summary>
/// The deterministic id of one alert: a redelivery of the same event has the same id, while a new firing, the resolution,
/// another target and another time series have their own.
/// </summary>
internal static class AzureMonitorId
{
    // 26 characters of 5 bits: 130 bits, so a collision is not a case to handle.
    private const int Characters = 26;

    public static string Of(string source, JsonElement body, string? target)
    {
        var root = new JsonFields(body);
        var alert = new CommonAlert(root.Object("data"));
        var e = alert.Essentials;
        var alertId = Raw(e, "alertId") ?? Raw(e, "originAlertId");
        if (alertId is null || Raw(e, "firedDateTime") is null)
        {
            // Nothing names the event (legacy budgets, unknown schemas): the whole content does.
            using var buffer = new MemoryStream();
            using (var writer = new Utf8JsonWriter(buffer))
            {
                body.WriteTo(writer);
            }

            return Make(source, ["content", Convert.ToHexString(SHA256.HashData(buffer.ToArray())), target?.ToLowerInvariant()]);
        }

        var series = alert.Condition.List("allOf").Select(c => new JsonFields(c).Find("dimensions")).Append(alert.Context.Find("Dimensions"));
        return Make(
            source,
            [
                "event", alertId, Raw(e, "originAlertId"), Raw(e, "alertRule"), Raw(e, "monitorCondition"), Raw(e, "firedDateTime"),
                Raw(e, "resolvedDateTime"), target?.ToLowerInvariant(), .. series.Select(d => d is { } list ? JsonSerializer.Serialize(list) : null),
            ]);
    }

    /// <summary>The id of something that cannot be read.</summary>
    public static string OfRaw(string source, byte[] raw) => Make(source, ["raw", Convert.ToHexString(SHA256.HashData(raw))]);

    private static string Make(string source, IEnumerable<string?> parts) => "al-" + LengthPrefixedHash.Base32(Characters, [source, .. parts]);

    private static string? Raw(JsonFields fields, string name) => fields.Find(name) switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { } other => other.GetRawText(),
        null => null,
    };
}

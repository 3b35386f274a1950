using System.Text.Json;
using OpsAutomation.Core.Alerts.Intake;

namespace OpsAutomation.Core.Alerts.Sources.EventGrid;

/// <summary>
/// One event in either of Event Grid's schemas, under one set of names. Event Grid maps <c>topic</c> to <c>source</c>,
/// <c>eventType</c> to <c>type</c> and <c>eventTime</c> to <c>time</c> itself, so the same event is the same in both.
/// </summary>
internal sealed class GridEvent
{
    private GridEvent(JsonFields fields, bool isCloudEvent) => (Fields, IsCloudEvent) = (fields, isCloudEvent);

    /// <summary>Whether it is a CloudEvent 1.0; otherwise it has Event Grid's own schema.</summary>
    public bool IsCloudEvent { get; }

    /// <summary>The whole event.</summary>
    public JsonFields Fields { get; }

    /// <summary>For example <c>Microsoft.KeyVault.SecretNearExpiry</c>.</summary>
    public string Type => Fields.Text(IsCloudEvent ? "type" : "eventType", 256) ?? string.Empty;

    /// <summary>ARM id of what sends it: a vault, a subscription.</summary>
    public string? Source => Fields.Text(IsCloudEvent ? "source" : "topic", 1024);

    /// <summary>What it is about, within its source.</summary>
    public string? Subject => Fields.Text("subject", 1024);

    /// <summary>When it happened.</summary>
    public DateTimeOffset? Time => Fields.Time(IsCloudEvent ? "time" : "eventTime");

    /// <summary>Its id, unique within its source.</summary>
    public string? Id => Fields.Text("id", 256);

    /// <summary>What depends on the type.</summary>
    public JsonFields Data => Fields.Object("data");

    /// <summary>Reads an event; null when the value has neither schema. Never throws.</summary>
    public static GridEvent? Read(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object || JsonFlaws.Find(body) is not null)
        {
            return null;
        }

        var fields = new JsonFields(body);
        return fields.Text("specversion", 16) is not null && fields.Text("type", 256) is not null ? new GridEvent(fields, true)
            : fields.Text("eventType", 256) is not null ? new GridEvent(fields, false)
            : null;
    }

    /// <summary>What is wrong with an event that could not be read.</summary>
    public static SplitProblem Missing(JsonElement body) =>
        new JsonFields(body).Find("specversion") is not null
            ? new SplitProblem("type", "A CloudEvent must have a text 'type'.", 400)
            : new SplitProblem("eventType", "An event must have 'specversion' and 'type' (CloudEvents 1.0), or 'eventType' (Event Grid schema).", 400);

    /// <summary>A text that is an ARM id, in lower case; otherwise null.</summary>
    public static string? Arm(string? text) => text?.StartsWith("/subscriptions/", StringComparison.OrdinalIgnoreCase) == true ? text.ToLowerInvariant().TrimEnd('/') : null;
}

using System.Text.Json;
using OpsAutomation.Core.Alerts.Intake;

namespace OpsAutomation.Core.Alerts.Sources.CloudEvents;

/// <summary>
/// The envelope of CloudEvents 1.0 in JSON. Source and id together name an event ("CloudEvents - Version 1.0.2", section
/// 3.1), so a delivery that is tried again is the same alert.
/// </summary>
/// <param name="Time">When it happened, or null.</param>
/// <param name="Source">Who sent it.</param>
/// <param name="Data">Its data.</param>
internal sealed record CloudEvent(DateTimeOffset? Time, string Source, StrictData Data)
{
    private const string Json = "application/json";

    /// <summary>Reads the envelope of an event of one type, or says which of its attributes does not fit.</summary>
    public static CloudEvent? Read(JsonElement item, string type, out DeadLetter? problem)
    {
        if (JsonFlaws.Find(item) is { } flaw)
        {
            problem = new DeadLetter(flaw.Path, flaw.Message);
            return null;
        }

        var (version, id, source, said) = (Text(item, "specversion"), Text(item, "id"), Text(item, "source"), Text(item, "type"));
        var content = Text(item, "datacontenttype");
        var time = Text(item, "time");
        problem = version != "1.0" ? new DeadLetter("specversion", "The event must be a CloudEvent of version 1.0 in JSON.", "\"specversion\": \"1.0\"")
            : said != type ? new DeadLetter("type", said is null ? "The type of the event is missing." : $"'{AlertText.Clean(said, 128)}' is not the type that this source reads.", type)
            : id is null ? new DeadLetter("id", "The id of the event is missing or blank.")
            : source is null ? new DeadLetter("source", "The source of the event is missing or blank.")
            : content is not null && !content.StartsWith(Json, StringComparison.OrdinalIgnoreCase) ? new DeadLetter("datacontenttype", "The data must be JSON.", Json)
            : Has(item, "time") && SenderTime.Parse(time) is null ? new DeadLetter("time", "It is not a time of RFC 3339.", "2026-11-24T12:13:31Z")
            : Has(item, "data_base64") ? new DeadLetter("data_base64", "The data must be JSON under 'data'.")
            : null;
        return problem is null ? new CloudEvent(SenderTime.Parse(time), AlertText.Clean(source!, 256), new StrictData(item.TryGetProperty("data", out var data) ? data : default)) : null;
    }

    /// <summary>Splits a body of events, a single one or a batch.</summary>
    /// <param name="name">The sender.</param>
    /// <param name="body">The body.</param>
    /// <param name="check">What is wrong with an event, where its sender is told at once; null accepts it to be kept as a dead letter.</param>
    public static SplitResult Split(string name, JsonElement body, Func<JsonElement, DeadLetter?>? check = null) =>
        AlertSplit.Split(name, body, e => check?.Invoke(e) is { } wrong ? MessageSplit.Refuse(wrong.Field, wrong.Reason) : Take(name, e));

    /// <summary>One event as an alert, named by its source and id where it has both.</summary>
    public static MessageSplit Take(string name, JsonElement item) =>
        MessageSplit.Of(name, item, Text(item, "id") is { } id && Text(item, "source") is { } source ? ["cloudevent", source, id, Text(item, "type")] : null);

    /// <summary>Whether a body is an event of the type.</summary>
    public static bool IsOf(JsonElement body, string type) => JsonFlaws.Find(body) is null && Text(body, "type") == type;

    /// <summary>Whether a body is a CloudEvent at all.</summary>
    public static bool IsOne(JsonElement body) => JsonFlaws.Find(body) is null && Has(body, "specversion");

    private static bool Has(JsonElement item, string name) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;

    // Attribute names are lower case and exact.
    private static string? Text(JsonElement item, string name) =>
        Has(item, name) && item.GetProperty(name) is { ValueKind: JsonValueKind.String } value && value.GetString() is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;
}

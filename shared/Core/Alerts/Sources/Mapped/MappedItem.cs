using System.Text.Json;
using OpsAutomation.Core.Alerts.Intake;
using OpsAutomation.Core.Expressions;
using OpsAutomation.Core.Expressions.Values;

namespace OpsAutomation.Core.Alerts.Sources.Mapped;

/// <summary>
/// One item beside its body, as the ledger keeps it. Where <c>items</c> is a plain path (<c>body.alerts</c>) the body is kept
/// with that one element in the list, as the sender would have sent it alone; otherwise both stand in an envelope of ours.
/// </summary>
internal static class MappedItem
{
    private const string EnvelopeBody = "opsBody";
    private const string EnvelopeItem = "opsItem";

    /// <summary>Takes a body apart. What cannot be taken apart is one part, whose normalising then says why.</summary>
    public static MessageSplit Take(SourceMapping mapping, string source, JsonElement body) =>
        MessageSplit.Of(Parts(mapping, body).Select(part => new SplitItem(DerivedId.OfContent(source, part), part) { Repeats = Period(mapping) }));

    // Nobody knows whether such a sender repeats itself; taking a repeat for a redelivery would lose it.
    private static TimeSpan Period(SourceMapping mapping) => mapping.StartsAt is null ? RepeatPeriod.WithoutTime : RepeatPeriod.WithStart;

    private static IEnumerable<JsonElement> Parts(SourceMapping mapping, JsonElement body)
    {
        if (mapping.Items is null || IsEnvelope(body) || mapping.Items.Evaluate(MappingScope.Bind(body)).Value is not ListValue { Items.Count: > 0 } list)
        {
            return [body];
        }

        // More than are accepted are refused by whoever counts the parts; there is no need to write them all out for that.
        return PathOf(mapping) is { } path && Reach(body, path) is { ValueKind: JsonValueKind.Array } elements
            ? elements.EnumerateArray().Take(AlertSplit.MaxAlerts + 1).Select(e => JsonRewrite.WithOnly(body, path, e))
            : list.Items.Take(AlertSplit.MaxAlerts + 1).Select(i => Envelope(body, i));
    }

    /// <summary>The body and the item of what was kept, or why they cannot be told.</summary>
    public static (ExpressionValue Body, ExpressionValue Item)? Open(SourceMapping mapping, JsonElement stored, out DeadLetter? problem)
    {
        problem = null;
        if (mapping.Items is null)
        {
            var whole = ValueJson.Read(stored);
            return (whole, whole);
        }

        if (IsEnvelope(stored))
        {
            return (ValueJson.Read(stored.GetProperty(EnvelopeBody)), ValueJson.Read(stored.GetProperty(EnvelopeItem)));
        }

        var bindings = MappingScope.Bind(stored);
        var items = mapping.Items.Evaluate(bindings);
        if (items.Value is ListValue { Items: [var only] })
        {
            return (bindings[MappingScope.Body], only);
        }

        problem = MappedField.Dead("items", items switch
        {
            { Error: { } error } => error.ToString(),
            { Value: ListValue { Items.Count: 0 } } => "the list is empty",
            { Value: ListValue } => "the body could not be taken apart",
            var other => $"it gives {TypeNames.Of(other.Value!.Kind)}, not a list",
        });
        return null;
    }

    private static bool IsEnvelope(JsonElement element) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(EnvelopeBody, out var body) && element.TryGetProperty(EnvelopeItem, out _)
        && body.ValueKind == JsonValueKind.Object && element.EnumerateObject().Count() == 2;

    // An envelope that is deeper than what is read back later would be lost; the body alone is not.
    private static JsonElement Envelope(JsonElement body, ExpressionValue item)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WritePropertyName(EnvelopeBody);
            body.WriteTo(writer);
            writer.WritePropertyName(EnvelopeItem);
            writer.WriteRawValue(ValueJson.Write(item));
            writer.WriteEndObject();
        }

        using var document = JsonDocument.Parse(buffer.ToArray(), new JsonDocumentOptions { MaxDepth = JsonFlaws.MaxDepth + 2 });
        var envelope = document.RootElement.Clone();
        return JsonFlaws.Find(envelope) is null ? envelope : body;
    }

    private static JsonElement? Reach(JsonElement body, string[] path)
    {
        foreach (var name in path)
        {
            if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty(name, out body))
            {
                return null;
            }
        }

        return body;
    }

    // body.alerts, body.data.items: the names after "body"; null for anything else.
    private static string[]? PathOf(SourceMapping mapping)
    {
        var names = mapping.Items!.Source.Trim().Split('.');
        return names.Length > 1 && names[0] == MappingScope.Body && names.All(n => n.Length > 0 && !char.IsAsciiDigit(n[0]) && n.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
            ? names[1..]
            : null;
    }
}

using System.Text;
using System.Text.Json;

namespace OpsAutomation.Runtime.EventGrid;

/// <summary>
/// Splits the body of a delivery into events: an array of the Event Grid schema, one CloudEvent, or a batch of
/// CloudEvents. What an event is for is not looked at here.
/// </summary>
internal static class DeliveryReader
{
    /// <summary>The most events that Event Grid puts into one delivery (its documented batch limit).</summary>
    internal const int MostEvents = 5000;

    internal static DeliveredEvents Read(ReadOnlyMemory<byte> body)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(body);
        }
        catch (JsonException e)
        {
            return DeliveredEvents.Bad($"The body is not valid JSON (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}).");
        }

        using (document)
        {
            var root = document.RootElement;
            return root.ValueKind switch
            {
                JsonValueKind.Object => Collect([root]),
                JsonValueKind.Array when root.GetArrayLength() is > 0 and <= MostEvents => Collect(root.EnumerateArray()),
                JsonValueKind.Array => DeliveredEvents.Bad($"The body holds {root.GetArrayLength()} events; 1 to {MostEvents} are accepted."),
                _ => DeliveredEvents.Bad("The body must be an event or an array of events."),
            };
        }
    }

    /// <summary>The code of a subscription validation event; null when it has none.</summary>
    internal static string? ValidationCode(BinaryData validation)
    {
        using var document = JsonDocument.Parse(validation);
        if (!document.RootElement.TryGetProperty("data", out var data)
            || data.ValueKind != JsonValueKind.Object
            || !data.TryGetProperty("validationCode", out var code)
            || code.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        try
        {
            return code.GetString() is { Length: > 0 } text ? text : null;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair: not text.
            return null;
        }
    }

    private static DeliveredEvents Collect(IEnumerable<JsonElement> elements)
    {
        var events = new List<BinaryData>();
        foreach (var element in elements)
        {
            if (element.ValueKind != JsonValueKind.Object)
            {
                return DeliveredEvents.Bad($"Event {events.Count} is not an object.");
            }

            try
            {
                events.Add(new BinaryData(Encoding.UTF8.GetBytes(element.GetRawText())));
            }
            catch (InvalidOperationException)
            {
                return DeliveredEvents.Bad($"Event {events.Count} holds text that is not valid.");
            }
        }

        return new DeliveredEvents(events, null);
    }
}

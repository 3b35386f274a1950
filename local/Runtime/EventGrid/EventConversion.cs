using System.Text.Json;
using Azure.Messaging;
using Azure.Messaging.EventGrid;

namespace OpsAutomation.Runtime.EventGrid;

/// <summary>Turns the JSON of events into what a function's parameter wants.</summary>
internal static class EventConversion
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNameCaseInsensitive = true };

    /// <summary>Converts one event.</summary>
    /// <param name="json">The event.</param>
    /// <param name="type">The parameter's type, or the type of an element of it.</param>
    /// <param name="index">Its place in the delivery, for the error.</param>
    /// <exception cref="MalformedEventException">The event does not have the shape of that type.</exception>
    internal static object Convert(BinaryData json, Type type, int index)
    {
        try
        {
            if (type == typeof(CloudEvent))
            {
                return CloudEvent.Parse(json) ?? throw new MalformedEventException(index, "it is null");
            }

            if (type == typeof(EventGridEvent))
            {
                return EventGridEvent.Parse(json);
            }

            if (type == typeof(BinaryData))
            {
                return json;
            }

            return type == typeof(string)
                ? json.ToString()
                : JsonSerializer.Deserialize(json, type, Json) ?? throw new MalformedEventException(index, "it is null");
        }
        catch (Exception e) when (e is ArgumentException or FormatException or JsonException or InvalidOperationException or KeyNotFoundException or NotSupportedException or UriFormatException)
        {
            throw new MalformedEventException(index, Reason(json, type), e);
        }
    }

    /// <summary>Converts all events into an array of the type.</summary>
    internal static Array ConvertAll(IReadOnlyList<BinaryData> events, Type type)
    {
        var array = Array.CreateInstance(type, events.Count);
        for (var i = 0; i < events.Count; i++)
        {
            array.SetValue(Convert(events[i], type, i), i);
        }

        return array;
    }

    // Our own words: a parser's message may quote the event.
    private static string Reason(BinaryData json, Type type)
    {
        string[] needed = type == typeof(CloudEvent) ? ["specversion", "id", "source", "type"]
            : type == typeof(EventGridEvent) ? ["id", "subject", "eventType", "eventTime", "dataVersion", "data"]
            : [];
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        var missing = needed.Where(n => !root.EnumerateObject().Any(p => string.Equals(p.Name, n, StringComparison.OrdinalIgnoreCase))).ToList();
        return missing.Count > 0
            ? $"it has no {string.Join(", no ", missing)}, so it is no {type.Name}"
            : $"its values are not those of a {type.Name}";
    }
}

/// <summary>An event that cannot be read. The message is safe to show to the sender.</summary>
internal sealed class MalformedEventException(int index, string reason, Exception? inner = null)
    : Exception($"Event {index}: {reason}.", inner);

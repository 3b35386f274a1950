using System.Runtime.InteropServices;
using System.Text.Json;

namespace OpsAutomation.SimulatedAzure.Topics;

/// <summary>A batch of CloudEvents in which nothing is wrong, read at once; where this is not sure, <see cref="EventReader"/> says what is.</summary>
internal static class CloudEventBatch
{
    /// <summary>Media type of a batch (CloudEvents 1.0, "JSON Event Format", section 4).</summary>
    public const string MediaType = "application/cloudevents-batch+json";

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 64, AllowDuplicateProperties = false };

    /// <summary>Type and text of each event as it was sent, or null.</summary>
    public static List<(string Type, string Body)>? TryRead(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, Strict);
            if (document.RootElement is not { ValueKind: JsonValueKind.Array } root || root.GetArrayLength() == 0)
            {
                return null;
            }

            var events = new List<(string Type, string Body)>(root.GetArrayLength());
            foreach (var one in root.EnumerateArray())
            {
                if (one.ValueKind != JsonValueKind.Object || !Has(one, "id") || !Has(one, "source") || !Has(one, "type")
                    || !one.TryGetProperty("specversion", out var version) || !version.ValueEquals("1.0"u8))
                {
                    return null;
                }

                events.Add((one.GetProperty("type").GetString()!, one.GetRawText()));
            }

            return events;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not JSON, a value of another kind, or half a surrogate pair where a type belongs.
            return null;
        }
    }

    // Longer than its two quotes.
    private static bool Has(JsonElement one, string name) =>
        one.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && JsonMarshal.GetRawUtf8Value(value).Length > 2;
}

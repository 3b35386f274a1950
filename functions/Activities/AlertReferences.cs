using System.Text.Json;
using Azure.Messaging;
using OpsAutomation.Core.Records;
using OpsAutomation.Integrations.Publishing;

namespace OpsAutomation.Functions.Activities;

/// <summary>Reads the references that our own CloudEvents carry.</summary>
public static class AlertReferences
{
    /// <summary>
    /// Reads each event's reference. An event that is not ours is left out: throwing would have Event Grid send it, and the
    /// whole batch with it, for a day.
    /// </summary>
    public static IReadOnlyList<PublishedAlert> Of(IEnumerable<CloudEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        var found = new List<PublishedAlert>();
        foreach (var item in events)
        {
            if (item.Type == PublishedAlert.EventType && item.Data is { } data && TryRead(data) is { } reference)
            {
                found.Add(reference);
            }
        }

        return found;
    }

    private static PublishedAlert? TryRead(BinaryData data)
    {
        try
        {
            var reference = JsonSerializer.Deserialize<PublishedAlert>(data, OpsJson.Options);
            return reference is { Reference.Length: > 0, AlertId.Length: > 0 } ? reference : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

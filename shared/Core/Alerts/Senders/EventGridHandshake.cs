using System.Text.Json;
using OpsAutomation.Core.Services;

namespace OpsAutomation.Core.Alerts.Senders;

/// <summary>
/// Event Grid's question whether an address wants its events: a code to be sent back. It is sent back to a sender that has
/// proved itself and for a topic in its scopes; the <c>validationUrl</c> beside it is never opened.
/// </summary>
/// <param name="Code">The code to send back.</param>
/// <param name="Topic">ARM id of what the events are from.</param>
public sealed record EventGridHandshake(string Code, string Topic)
{
    /// <summary>Header that names the kind of a delivery.</summary>
    public const string Header = "aeg-event-type";

    /// <summary>Value of the header for this question.</summary>
    public const string HeaderValue = "SubscriptionValidation";

    private const string EventType = "Microsoft.EventGrid.SubscriptionValidationEvent";
    private const int MaxCode = 256;

    /// <summary>Reads the question, which is one event in an array; null when the body is none.</summary>
    public static EventGridHandshake? Read(JsonElement body)
    {
        if (body is not { ValueKind: JsonValueKind.Array } || body.GetArrayLength() != 1 || body[0] is not { ValueKind: JsonValueKind.Object } question)
        {
            return null;
        }

        return Text(question, "eventType") == EventType
            && question.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object
            && Text(data, "validationCode") is { Length: > 0 and <= MaxCode } code
            && Text(question, "topic") is { Length: > 0 } topic
                ? new EventGridHandshake(code, topic)
                : null;
    }

    /// <summary>Whether the source may speak for the topic.</summary>
    public bool IsOf(Sender sender)
    {
        ArgumentNullException.ThrowIfNull(sender);
        return ResourcePattern.Check(Topic) is null && sender.Scopes.Any(s => s.Covers(Topic));
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

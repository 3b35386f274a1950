using System.Text.Json;
using OpsAutomation.Core.Alerts.Intake;

namespace OpsAutomation.Core.Alerts.Sources.Aws;

/// <summary>One message of AWS, out of whatever carried it.</summary>
internal sealed class AwsMessage
{
    /// <summary>Name of the property around the second item of a state change: the end of an outage of an alarm's data.</summary>
    public const string TelemetryWrapper = "telemetryRecovered";

    // SNS carries 256 KiB; JSON in a string of JSON may double in length by its escapes.
    private const int MaxEmbeddedLength = 512 * 1024;

    private AwsMessage(JsonFields root, SnsEnvelope? sns, string? text, bool recovered) => (Root, Sns, Text, TelemetryRecovered) = (root, sns, text, recovered);

    /// <summary>The message itself; nothing when it is plain text.</summary>
    public JsonFields Root { get; }

    /// <summary>What carried it, when that was SNS.</summary>
    public SnsEnvelope? Sns { get; }

    /// <summary>The message as text, when it came through SNS and is no JSON object.</summary>
    public string? Text { get; }

    /// <summary>Whether this item tells that an alarm has data again.</summary>
    public bool TelemetryRecovered { get; }

    /// <summary>The part of an EventBridge event that depends on its type.</summary>
    public JsonFields Detail => Root.Object("detail");

    /// <summary>Type of an EventBridge event, or null.</summary>
    public string? DetailType => Root.Text("detail-type", 128);

    /// <summary>Whether it is an EventBridge event of one of the types.</summary>
    public bool IsEvent(params ReadOnlySpan<string> types)
    {
        foreach (var type in types)
        {
            if (string.Equals(DetailType, type, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The time of an EventBridge event; the SNS one where it has none.</summary>
    public DateTimeOffset? Time => Root.Time("time") ?? SenderTime.Parse(Sns?.Timestamp);

    /// <summary>Unwraps an item of splitting.</summary>
    public static AwsMessage Of(JsonElement item)
    {
        var recovered = new JsonFields(item).Find(TelemetryWrapper) is { ValueKind: JsonValueKind.Object } inside ? inside : default(JsonElement?);
        var body = recovered ?? item;
        if (SnsEnvelope.Read(body) is not { IsHandshake: false } sns)
        {
            return new AwsMessage(new JsonFields(body), null, null, recovered is not null);
        }

        return Embedded(sns.Message) is { } message
            ? new AwsMessage(new JsonFields(message), sns, null, recovered is not null)
            : new AwsMessage(default, sns, sns.Message, recovered is not null);
    }

    /// <summary>The JSON object inside a message, or null when it is text.</summary>
    public static JsonElement? Embedded(string? message)
    {
        if (message is not { Length: > 1 and <= MaxEmbeddedLength } || !message.AsSpan().TrimStart().StartsWith("{"))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(message);
            var root = document.RootElement.Clone();
            return JsonFlaws.Find(root) is null ? root : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

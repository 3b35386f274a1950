using System.Text;
using System.Text.Json;
using OpsAutomation.Core.Alerts.Intake;

namespace OpsAutomation.Core.Alerts.Senders.Sns;

/// <summary>The envelope that Amazon SNS posts.</summary>
public sealed record SnsMessage
{
    /// <summary>The type of a message that carries something.</summary>
    public const string Notification = "Notification";

    /// <summary>The type of a question whether we want the topic's messages.</summary>
    public const string Confirmation = "SubscriptionConfirmation";

    private static readonly string[] SignedOfNotification = ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"];
    private static readonly string[] SignedOfConfirmation = ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"];

    private readonly Dictionary<string, string> _fields;

    private SnsMessage(Dictionary<string, string> fields) => _fields = fields;

    /// <summary>What kind of message it is.</summary>
    public string Type => Field("Type");

    /// <summary>The topic.</summary>
    public string TopicArn => Field("TopicArn");

    /// <summary>When it was published, as written.</summary>
    public string Timestamp => Field("Timestamp");

    /// <summary>The token of a confirmation.</summary>
    public string Token => Field("Token");

    /// <summary>1 is SHA-1, 2 is SHA-256.</summary>
    public string SignatureVersion => Field("SignatureVersion");

    /// <summary>The signature, base64.</summary>
    public string Signature => Field("Signature");

    /// <summary>Where the certificate is said to be.</summary>
    public string SigningCertUrl => Field("SigningCertURL");

    /// <summary>Where a confirmation is said to be given. Never fetched as it stands.</summary>
    public string SubscribeUrl => Field("SubscribeURL");

    /// <summary>Whether it asks us to confirm a subscription.</summary>
    public bool IsConfirmation => Type is Confirmation or "UnsubscribeConfirmation";

    /// <summary>Reads an envelope; null when the body is none, or has a key twice.</summary>
    public static SnsMessage? Read(ReadOnlyMemory<byte> body)
    {
        if (IntakeReader.Parse(body) is not { Problem: null, Body: { ValueKind: JsonValueKind.Object } root })
        {
            return null;
        }

        var fields = root.EnumerateObject()
            .Where(p => p.Value.ValueKind == JsonValueKind.String)
            .ToDictionary(p => p.Name, p => p.Value.GetString()!, StringComparer.Ordinal);
        return fields.ContainsKey("Type") && fields.ContainsKey("TopicArn") && fields.ContainsKey("Signature") ? new SnsMessage(fields) : null;
    }

    /// <summary>The bytes that are signed: name and value of each signed field on lines of their own, fields that are absent left out.</summary>
    public byte[] SignedBytes()
    {
        var text = new StringBuilder();
        foreach (var name in IsConfirmation ? SignedOfConfirmation : SignedOfNotification)
        {
            if (_fields.TryGetValue(name, out var value))
            {
                text.Append(name).Append('\n').Append(value).Append('\n');
            }
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private string Field(string name) => _fields.GetValueOrDefault(name, string.Empty);
}

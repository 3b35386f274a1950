using System.Text.Json;
using OpsAutomation.Core.Alerts.Intake;

namespace OpsAutomation.Core.Alerts.Sources.Aws;

/// <summary>
/// What Amazon SNS posts to an HTTPS subscriber, and hands to Lambda under <c>Sns</c>. The texts are exactly as sent, since the
/// signature is over them. Nothing here is verified and no address in it is fetched. Source: Amazon SNS, "HTTP/HTTPS
/// notification JSON format".
/// </summary>
/// <param name="Type"><c>Notification</c>, <c>SubscriptionConfirmation</c> or <c>UnsubscribeConfirmation</c>.</param>
/// <param name="TopicArn">The topic.</param>
/// <param name="MessageId">The same for every delivery of one message.</param>
/// <param name="Subject">The subject, or null.</param>
/// <param name="Message">The message: text, often JSON inside the string.</param>
/// <param name="Timestamp">When it was published.</param>
/// <param name="Token">Secret of a confirmation; null in a notification.</param>
/// <param name="SubscribeUrl">Where a confirmation is confirmed. Never fetched without a verified signature and an allowed host and topic.</param>
/// <param name="SignatureVersion"><c>1</c> (SHA-1) or <c>2</c> (SHA-256).</param>
/// <param name="Signature">Base64.</param>
/// <param name="SigningCertUrl">Where the certificate is. Never fetched from a host that is not Amazon's.</param>
public sealed record SnsEnvelope(
    string Type,
    string TopicArn,
    string? MessageId,
    string? Subject,
    string? Message,
    string? Timestamp,
    string? Token,
    string? SubscribeUrl,
    string? SignatureVersion,
    string? Signature,
    string? SigningCertUrl)
{
    /// <summary>Type of a message that carries something.</summary>
    public const string Notification = "Notification";

    private static readonly string[] Types = [Notification, "SubscriptionConfirmation", "UnsubscribeConfirmation"];

    /// <summary>Whether it asks to be confirmed instead of telling something.</summary>
    public bool IsHandshake => Type != Notification;

    /// <summary>Reads an envelope; null when the value is none. Never throws.</summary>
    public static SnsEnvelope? Read(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object || JsonFlaws.Find(body) is not null)
        {
            return null;
        }

        var fields = new JsonFields(body);
        string? Exact(string name) => fields.Find(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
        return Exact("Type") is { } type && Types.Contains(type, StringComparer.Ordinal) && Exact("TopicArn") is { Length: > 0 } topic
            ? new SnsEnvelope(
                type, topic, Exact("MessageId"), Exact("Subject"), Exact("Message"), Exact("Timestamp"), Exact("Token"), Exact("SubscribeURL"),
                Exact("SignatureVersion"), Exact("Signature"), Exact("SigningCertURL"))
            : null;
    }

    /// <summary>Type and topic; the token is a secret.</summary>
    public override string ToString() => $"{Type} of {TopicArn}";
}

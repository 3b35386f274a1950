using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using OpsAutomation.Core.Alerts.Senders.Sns;

namespace OpsAutomation.Testing.Senders;

/// <summary>Amazon's side: signs as SNS does, and serves its certificate.</summary>
public sealed class SnsPublisher : ISnsDoor
{
    /// <summary>The topic that a test allows.</summary>
    public const string Topic = "arn:aws:sns:eu-west-1:123456789012:ops";

    // One for all: a key takes a good part of a second to make.
    private static readonly RSA Key = RSA.Create(2048);

    private readonly DateTimeOffset _now;

    /// <summary>Publishes as of a time.</summary>
    public SnsPublisher(DateTimeOffset now)
    {
        _now = now;
        using var certificate = new CertificateRequest("CN=sns.amazonaws.com", Key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(now.AddYears(-1), now.AddYears(1));
        Pem = certificate.ExportCertificatePem();
    }

    /// <summary>The certificate.</summary>
    public string Pem { get; }

    /// <summary>Whether it answers.</summary>
    public bool Reachable { get; set; } = true;

    /// <summary>Certificates that were asked for.</summary>
    public List<Uri> Fetched { get; } = [];

    /// <summary>Subscriptions that were confirmed.</summary>
    public List<Uri> Confirmed { get; } = [];

    /// <summary>An envelope as it is posted.</summary>
    public static byte[] Bytes(JsonObject message) => System.Text.Encoding.UTF8.GetBytes(message.ToJsonString());

    /// <summary>A signed message.</summary>
    public JsonObject Notification(string version = "2", string topic = Topic, string? subject = null, string message = """{"AlarmName":"disk"}""")
    {
        var envelope = Envelope("Notification", version, topic, message);
        if (subject is not null)
        {
            envelope["Subject"] = subject;
        }

        return Signed(envelope, ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"]);
    }

    /// <summary>A signed question whether we want the topic's messages.</summary>
    public JsonObject Confirmation(string? subscribe = null, string topic = Topic)
    {
        var envelope = Envelope("SubscriptionConfirmation", "2", topic, "You have chosen to subscribe.");
        envelope["Token"] = "t&oken";
        envelope["SubscribeURL"] = subscribe ?? "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=x&Token=t%26oken";
        return Signed(envelope, ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"]);
    }

    /// <inheritdoc/>
    public Task<string?> CertificateAsync(Uri address, CancellationToken cancellationToken)
    {
        Fetched.Add(address);
        return Task.FromResult(Reachable ? Pem : null);
    }

    /// <inheritdoc/>
    public Task<bool> ConfirmAsync(Uri address, CancellationToken cancellationToken)
    {
        Confirmed.Add(address);
        return Task.FromResult(Reachable);
    }

    private JsonObject Envelope(string type, string version, string topic, string message) => new()
    {
        ["Type"] = type,
        ["MessageId"] = "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324",
        ["TopicArn"] = topic,
        ["Message"] = message,
        ["Timestamp"] = _now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture),
        ["SignatureVersion"] = version,
        ["SigningCertURL"] = "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0123456789abcdef.pem",
    };

    private JsonObject Signed(JsonObject envelope, string[] fields)
    {
        var text = string.Concat(fields.Where(envelope.ContainsKey).Select(f => $"{f}\n{envelope[f]}\n"));
        var hash = envelope["SignatureVersion"]!.GetValue<string>() == "1" ? HashAlgorithmName.SHA1 : HashAlgorithmName.SHA256;
        envelope["Signature"] = Convert.ToBase64String(Key.SignData(System.Text.Encoding.UTF8.GetBytes(text), hash, RSASignaturePadding.Pkcs1));
        return envelope;
    }
}

using System.Security.Cryptography;
using System.Text;
using OpsAutomation.Core.Alerts.Senders;

namespace OpsAutomation.Unit.Core.Alerts.Senders;

/// <summary>Requests with proofs, as senders make them.</summary>
internal static class Proof
{
    public const string New = "the-new-secret-of-a-sender";
    public const string Old = "the-old-secret-of-a-sender";

    public static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    public static readonly byte[] Body = """{"status":"firing"}"""u8.ToArray();

    /// <summary>A request; a header that is named twice stands twice.</summary>
    public static SenderRequest Request(byte[]? body = null, string? code = null, params (string Name, string Value)[] headers) => new(
        body ?? Body,
        name => [.. headers.Where(h => h.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(h => h.Value)],
        code is null ? [] : [code]);

    public static string Hmac(string secret, byte[] message) => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), message));

    public static string Hmac(string secret, string before, byte[] body) => Hmac(secret, [.. Encoding.UTF8.GetBytes(before), .. body]);

    public static string Basic(string user, string password) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"));
}

/// <summary>Keys by name.</summary>
internal sealed class ConfiguredKeys(params (string Name, string[] Secrets)[] keys) : ISourceKeys
{
    /// <summary>The new and the old secret for every name that is given.</summary>
    public static ConfiguredKeys Both(string name) => new((name, [Proof.New, Proof.Old]));

    public IReadOnlyList<SourceKey> Find(string name) =>
        [.. keys.Where(k => k.Name == name).SelectMany(k => k.Secrets).Select(s => new SourceKey(s))];
}

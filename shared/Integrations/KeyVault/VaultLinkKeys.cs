using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using OpsAutomation.Core.Approvals;
using OpsAutomation.Core.Approvals.Links;
using OpsAutomation.Integrations.Arm.Calls;
using OpsAutomation.Integrations.Graph;
using OpsAutomation.Integrations.Http;

namespace OpsAutomation.Integrations.KeyVault;

/// <summary>
/// The key ring of links as the versions of one secret in Key Vault. The newest enabled version signs, once every instance has
/// had the time to read it; older ones are accepted until nothing that they signed can be alive; a disabled one is not. What
/// was read serves for <see cref="Longest"/> when the vault does not answer, and then nothing is signed or accepted.
/// </summary>
public sealed class VaultLinkKeys : ILinkKeyRing
{
    /// <summary>How often the ring is to be read again.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromMinutes(5);

    /// <summary>How long a new version waits before it signs: two readings and a little.</summary>
    public static readonly TimeSpan Settling = TimeSpan.FromMinutes(11);

    /// <summary>How long a reading serves.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    private readonly TokenGateway _door;
    private readonly Uri _secret;
    private Reading _read = new([], DateTimeOffset.MinValue);

    /// <summary>Opens the door; nothing is read before <see cref="ReadAsync"/>.</summary>
    /// <param name="secret">Address of the secret, checked by <see cref="IsSecret"/>.</param>
    /// <param name="credential">Who we are; needs to read the secret, and to write it for <see cref="AddAsync"/>.</param>
    /// <param name="transport">What carries requests; null for the network.</param>
    /// <param name="clock">Time.</param>
    /// <param name="calls">Takes note of every call.</param>
    public VaultLinkKeys(Uri secret, TokenCredential credential, HttpPipelineTransport? transport, TimeProvider clock, IArmCallLog calls)
    {
        ArgumentNullException.ThrowIfNull(secret);
        if (!IsSecret(secret))
        {
            throw new ArgumentException("A ring is a secret in a vault: https://VAULT.vault.azure.net/secrets/NAME.", nameof(secret));
        }

        _secret = new Uri(secret.AbsoluteUri.TrimEnd('/'));
        _door = new TokenGateway(credential, transport, clock, calls, VaultGateway.Scope, GraphGateway.Timeout);
    }

    /// <inheritdoc/>
    public LinkKey Current => All is [var signing, ..] ? signing : throw new InvalidOperationException($"The keys of links cannot be read from {Home}.");

    /// <inheritdoc/>
    public IReadOnlyList<LinkKey> All
    {
        get
        {
            var (read, now) = (Volatile.Read(ref _read), _door.Clock.GetUtcNow());
            return now - read.At > Longest ? [] : KeyOrder.Of(read.Keys, now, Settling);
        }
    }

    /// <inheritdoc/>
    public string Home => _secret.AbsoluteUri;

    /// <inheritdoc/>
    public LinkKey? Find(string id) => All.FirstOrDefault(k => string.Equals(k.Id, id, StringComparison.Ordinal));

    /// <inheritdoc/>
    public KeyRotation Rotate(DateTimeOffset now) => new(null, $"The service may read {Home}, not write it. Somebody who may: ops keys rotate --vault-secret {Home}");

    /// <summary>Whether an address is that of a secret, without a version, in a vault of the public cloud.</summary>
    public static bool IsSecret(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return address.IsAbsoluteUri
            && address.Segments is [_, "secrets/", _]
            && address.Query.Length == 0
            && VaultGateway.Address(address.GetLeftPart(UriPartial.Authority) + "/", address.Host.Split('.')[0]) is not null;
    }

    /// <summary>Reads the ring again; values that were read before are not asked for again.</summary>
    /// <exception cref="RequestFailedException">The vault refused.</exception>
    /// <exception cref="TimeoutException">No answer in time.</exception>
    /// <exception cref="JsonException">What answered is no ring.</exception>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        var now = _door.Clock.GetUtcNow();
        var versions = (await VaultGateway.VersionsAsync(_door, _secret, cancellationToken)).Where(v => v.Enabled && (v.Expires is null || v.Expires > now)).Reverse().ToList();
        var known = Volatile.Read(ref _read).Keys.ToDictionary(k => k.Id, StringComparer.Ordinal);
        var keys = new List<KeptKey>();
        for (var i = 0; i < versions.Count && (i == 0 || versions[i - 1].Created + Settling + LinkKey.AcceptedAfter >= now); i++)
        {
            keys.Add(known.GetValueOrDefault(versions[i].Id) ?? new KeptKey(versions[i].Id, await ValueAsync(versions[i].Id, cancellationToken), versions[i].Created));
        }

        if (keys.Count == 0)
        {
            throw new JsonException($"{Home} has no version that may be read.");
        }

        Volatile.Write(ref _read, new(keys, now));
    }

    /// <summary>Adds a version with a new random key.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> AddAsync(CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["value"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(LinkKey.MinBytes)), ["contentType"] = "key that signs links" };
        var reply = await _door.SendAsync(RequestMethod.Put, At(string.Empty), body, null, cancellationToken);
        return reply.Body?["id"]?.ToString().Split('/')[^1] ?? throw new JsonException("The new version has no id.");
    }

    /// <summary>Disables a version: nothing that it signed is accepted, as soon as the ring is read again.</summary>
    public async Task DisableAsync(string id, CancellationToken cancellationToken) =>
        await _door.SendAsync(RequestMethod.Patch, At("/" + Uri.EscapeDataString(id)), new JsonObject { ["attributes"] = new JsonObject { ["enabled"] = false } }, null, cancellationToken);

    private async Task<byte[]> ValueAsync(string version, CancellationToken cancellationToken)
    {
        var reply = await _door.SendAsync(RequestMethod.Get, At("/" + version), null, null, cancellationToken);
        var text = reply.Body?["value"]?.ToString() ?? string.Empty;
        var secret = new byte[text.Length];

        // The message does not quote the value.
        return Convert.TryFromBase64String(text, secret, out var length) && length >= LinkKey.MinBytes
            ? secret[..length]
            : throw new JsonException($"Version {version} of {Home} is not base64 of at least {LinkKey.MinBytes} bytes.");
    }

    private Uri At(string rest) => new($"{_secret.AbsoluteUri}{rest}?api-version={VaultGateway.DataVersion}");

    private sealed record Reading(IReadOnlyList<KeptKey> Keys, DateTimeOffset At);
}

using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;
using OpsAutomation.Integrations.Http;

namespace OpsAutomation.Integrations.Entra;

/// <summary>
/// A tenant's published keys, cached on our clock: asked for again after <see cref="FreshFor"/>, and when a token names a key
/// that is not among them, but never more often than every <see cref="NotAgainWithin"/>, whatever strangers send. Keys that
/// cannot be refreshed serve until <see cref="KeptFor"/>; after that nothing is accepted. While they are asked for, whoever
/// brings a key that is known is not kept waiting.
/// </summary>
internal sealed class OpenIdKeys(BoundedGet get, EntraOptions options, TimeProvider clock) : IEntraKeys, IDisposable
{
    /// <summary>Keys are refreshed after this.</summary>
    public static readonly TimeSpan FreshFor = TimeSpan.FromHours(12);

    /// <summary>Keys that could not be refreshed are dropped after this.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromHours(24);

    /// <summary>The shortest time between two requests for one tenant.</summary>
    public static readonly TimeSpan NotAgainWithin = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Cached> _tenants = new(StringComparer.OrdinalIgnoreCase);
    private readonly SemaphoreSlim _one = new(1, 1);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SecurityKey>?> FindAsync(string tenant, string keyId, CancellationToken cancellationToken)
    {
        if (_tenants.TryGetValue(tenant, out var cached) && !Wanted(cached, keyId, clock.GetUtcNow()) && Find(cached, keyId, clock.GetUtcNow()) is { Count: > 0 } found)
        {
            return found;
        }

        await _one.WaitAsync(cancellationToken);
        try
        {
            // Tenants are those of sources.yaml, so the dictionary stays small.
            var now = clock.GetUtcNow();
            var known = _tenants.GetValueOrDefault(tenant) ?? new Cached(null, DateTimeOffset.MinValue, DateTimeOffset.MinValue);
            if (Wanted(known, keyId, now))
            {
                // Noted before, and gone through with: whoever asks and hangs up would make us ask without end.
                _tenants[tenant] = known with { AskedAt = now };
                var keys = await FetchAsync(tenant, CancellationToken.None);
                known = keys is null ? known with { AskedAt = now } : new Cached(keys, now, now);
                _tenants[tenant] = known;
            }

            return Find(known, keyId, now);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private static bool Wanted(Cached known, string keyId, DateTimeOffset now) =>
        (known.Keys is null || now - known.ReadAt > FreshFor || !known.Keys.Any(k => k.KeyId == keyId)) && now - known.AskedAt >= NotAgainWithin;

    private static IReadOnlyList<SecurityKey>? Find(Cached known, string keyId, DateTimeOffset now) =>
        known.Keys is null || now - known.ReadAt > KeptFor ? null : [.. known.Keys.Where(k => k.KeyId == keyId)];

    private async Task<IReadOnlyList<SecurityKey>?> FetchAsync(string tenant, CancellationToken cancellationToken)
    {
        var metadata = await get.TryAsync(new Uri(options.Authority, $"/{tenant}/v2.0/.well-known/openid-configuration"), cancellationToken);
        return KeysAddress(metadata) is { } address && await get.TryAsync(address, cancellationToken) is { } set
            ? StaticEntraKeys.Read(Encoding.UTF8.GetString(set)) is { Count: > 0 } keys ? keys : null
            : null;
    }

    // The document may send us to its own host only.
    private Uri? KeysAddress(byte[]? metadata)
    {
        try
        {
            using var document = JsonDocument.Parse(metadata ?? []);
            return document.RootElement.TryGetProperty("jwks_uri", out var text)
                && Uri.TryCreate(text.GetString(), UriKind.Absolute, out var address)
                && address.Scheme == Uri.UriSchemeHttps && address.Authority == options.Authority.Authority
                    ? address
                    : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private sealed record Cached(IReadOnlyList<SecurityKey>? Keys, DateTimeOffset ReadAt, DateTimeOffset AskedAt);
}

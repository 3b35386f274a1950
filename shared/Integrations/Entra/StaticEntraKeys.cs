using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace OpsAutomation.Integrations.Entra;

/// <summary>Keys from the configuration: of a test issuer, or of nobody.</summary>
internal sealed class StaticEntraKeys(string keySet) : IEntraKeys
{
    private readonly IReadOnlyList<SecurityKey> _keys = Read(keySet) ?? throw new ArgumentException("It is no JSON Web Key Set.", nameof(keySet));

    /// <inheritdoc/>
    public Task<IReadOnlyList<SecurityKey>?> FindAsync(string tenant, string keyId, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<SecurityKey>?>([.. _keys.Where(k => string.Equals(k.KeyId, keyId, StringComparison.Ordinal))]);

    /// <summary>The RSA signing keys of a set, or null when it is none.</summary>
    internal static IReadOnlyList<SecurityKey>? Read(string keySet)
    {
        try
        {
            // The library reads many things as an empty set; what is no set at all must not pass as one without keys.
            using (var document = JsonDocument.Parse(Encoding.UTF8.GetBytes(keySet)))
            {
                if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("keys", out var keys) || keys.ValueKind != JsonValueKind.Array)
                {
                    return null;
                }
            }

            return [.. new JsonWebKeySet(keySet).GetSigningKeys().Where(k => k is RsaSecurityKey or X509SecurityKey or JsonWebKey { Kty: JsonWebAlgorithmsKeyTypes.RSA })];
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            return null;
        }
    }
}

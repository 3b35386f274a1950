using Microsoft.IdentityModel.Tokens;

namespace OpsAutomation.Integrations.Entra;

/// <summary>The public keys that a tenant's tokens are signed with.</summary>
internal interface IEntraKeys
{
    /// <summary>The keys with this id: none when the tenant has none of that id, null when the keys cannot be had now.</summary>
    Task<IReadOnlyList<SecurityKey>?> FindAsync(string tenant, string keyId, CancellationToken cancellationToken);
}

using OpsAutomation.Core.Services;
using OpsAutomation.Integrations.KeyVault;
using OpsAutomation.Integrations.Storage;

namespace OpsAutomation.Integrations.Credentials;

/// <summary>A storage account's published key on all sides: the catalogue, the vault, the account. Without any value.</summary>
/// <param name="Credential">What the catalogue says.</param>
/// <param name="Secret">Address of the secret.</param>
/// <param name="ProtectedBy">What keeps automation off the account or the vault, or null.</param>
/// <param name="Account">The account.</param>
/// <param name="Versions">Versions of the secret, oldest first.</param>
internal sealed record StorageState(Credential Credential, Uri Secret, string? ProtectedBy, StorageAccount Account, IReadOnlyList<SecretVersion> Versions)
{
    /// <summary>The version that consumers read, or null before the first.</summary>
    public SecretVersion? Newest => Versions.Count > 0 ? Versions[^1] : null;

    /// <summary>The key in use: the one that the newest version names; null when nobody wrote it down.</summary>
    public string? InUse => Newest?.Key is { } key && StorageAccount.Keys.Contains(key, StringComparer.Ordinal) ? key : null;
}

namespace OpsAutomation.Integrations.Credentials;

/// <summary>The ARM type of a vault's secret.</summary>
internal static class VaultSecretType
{
    /// <summary>Its name.</summary>
    public const string Name = "Microsoft.KeyVault/vaults/secrets";
}

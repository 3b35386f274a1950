namespace OpsAutomation.Core.Services;

/// <summary>
/// A credential of a service as its team knows it: what it opens, which secret of which vault it is published in, and who
/// reads it from there. Never its value.
/// </summary>
/// <param name="Name">Unique kebab-case name.</param>
/// <param name="SecretId">ARM id of the vault's secret that holds it, lower case.</param>
/// <param name="Application">Object id of the Entra application whose password it is; null for a storage key.</param>
/// <param name="StorageAccount">ARM id of the storage account whose key it is, lower case; null for a password.</param>
/// <param name="Consumers">Services that read the secret.</param>
public sealed record Credential(string Name, string SecretId, string? Application, string? StorageAccount, IReadOnlyList<string> Consumers)
{
    /// <summary>Client id of the application, by which sign-in logs and risk events call it; null where nobody wrote it down.</summary>
    public string? ClientId { get; init; }

    /// <summary>Id of what it opens: the application or the storage account.</summary>
    public string Opens => Application is { } id ? GraphId.OfApplication(id) : StorageAccount!;
}

using System.Text.Json;
using System.Text.Json.Nodes;
using OpsAutomation.SimulatedAzure.Store;

namespace OpsAutomation.SimulatedAzure.KeyVault;

/// <summary>A version of a secret as the file holds it.</summary>
/// <param name="Vault">The vault's name.</param>
/// <param name="Name">The secret's name.</param>
/// <param name="Version">32 hexadecimal digits.</param>
/// <param name="Value">The value.</param>
/// <param name="ContentType">What the value is, or null.</param>
/// <param name="Tags">Tags.</param>
/// <param name="Enabled">Whether it may be read.</param>
/// <param name="Created">Creation, whole seconds.</param>
/// <param name="Expires">End, or null.</param>
/// <param name="Deleted">When the secret was deleted, or null.</param>
internal sealed record VaultSecret(
    string Vault, string Name, string Version, string Value, string? ContentType, Dictionary<string, string> Tags, bool Enabled,
    long Created, long? Expires, long? Deleted)
{
    /// <summary>Address of this version.</summary>
    public string Id => $"https://{Vault}.vault.azure.net/secrets/{Name}/{Version}";

    /// <summary>The bundle that the data plane answers.</summary>
    /// <param name="withValue">Whether the value is in it: lists never have it.</param>
    /// <param name="withVersion">Whether its address names the version.</param>
    public JsonObject ToJson(bool withValue, bool withVersion = true)
    {
        var body = new JsonObject();
        if (withValue)
        {
            body["value"] = Value;
        }

        if (ContentType is not null)
        {
            body["contentType"] = ContentType;
        }

        body["id"] = withVersion ? Id : Id[..Id.LastIndexOf('/')];
        var attributes = new JsonObject { ["enabled"] = Enabled };
        if (Expires is { } end)
        {
            attributes["exp"] = end;
        }

        attributes["created"] = Created;
        attributes["updated"] = Created;
        attributes["recoveryLevel"] = "Recoverable+Purgeable";
        attributes["recoverableDays"] = 90;
        body["attributes"] = attributes;
        body["tags"] = JsonSerializer.SerializeToNode(Tags);
        return body;
    }
}

/// <summary>Secrets of all vaults in the file.</summary>
internal static class VaultSecrets
{
    /// <summary>Stores a new version or changes one.</summary>
    public static void Put(StoreSession session, VaultSecret secret) => session.Execute(
        "INSERT INTO vaultsecrets(vault, name, version, body) VALUES($0, $1, $2, $3) ON CONFLICT(version) DO UPDATE SET body = excluded.body",
        secret.Vault.ToLowerInvariant(), secret.Name.ToLowerInvariant(), secret.Version, JsonSerializer.Serialize(secret));

    /// <summary>All versions of a secret, oldest first; also of a deleted one.</summary>
    public static List<VaultSecret> Versions(StoreSession session, string vault, string name) => session.Query(
        "SELECT body FROM vaultsecrets WHERE vault = $0 AND name = $1 ORDER BY seq",
        row => JsonSerializer.Deserialize<VaultSecret>(row.GetString(0))!, vault.ToLowerInvariant(), name.ToLowerInvariant());

    /// <summary>The newest version of every secret of a vault.</summary>
    public static List<VaultSecret> Newest(StoreSession session, string vault) => session.Query(
        "SELECT body FROM vaultsecrets WHERE seq IN (SELECT MAX(seq) FROM vaultsecrets WHERE vault = $0 GROUP BY name) ORDER BY name",
        row => JsonSerializer.Deserialize<VaultSecret>(row.GetString(0))!, vault.ToLowerInvariant());

    /// <summary>Removes all versions of a secret for good.</summary>
    public static void Purge(StoreSession session, string vault, string name) =>
        session.Execute("DELETE FROM vaultsecrets WHERE vault = $0 AND name = $1", vault.ToLowerInvariant(), name.ToLowerInvariant());
}

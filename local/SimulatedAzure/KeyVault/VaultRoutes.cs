using System.Text.Json.Nodes;
using OpsAutomation.SimulatedAzure.Arm;
using OpsAutomation.SimulatedAzure.Resources;
using OpsAutomation.SimulatedAzure.Transport;

namespace OpsAutomation.SimulatedAzure.KeyVault;

/// <summary>
/// Answers the data plane of a vault, <c>{vault}.vault.azure.net</c>: secrets with versions, soft deletion, recovery and purge
/// (Azure Key Vault REST reference, "Secrets").
/// </summary>
internal static class VaultRoutes
{
    /// <summary>What the hosts end with.</summary>
    public const string HostSuffix = ".vault.azure.net";

    private static readonly string[] Versions = ["7.0", "7.1", "7.2", "7.3", "7.4", "7.5", "7.6", "2025-07-01"];

    /// <summary>Answers one request inside its transaction.</summary>
    /// <exception cref="HttpRequestException">There is no such vault: its name does not resolve.</exception>
    public static SimResponse Answer(ArmCall call)
    {
        var vault = call.Request.Service[..^HostSuffix.Length];
        if (!Exists(call, vault))
        {
            throw new HttpRequestException(HttpRequestError.NameResolutionError, $"No vault of the simulated Azure is called '{vault}'.");
        }

        try
        {
            return Authorised(call, vault);
        }
        catch (VaultRefusal refusal)
        {
            return refusal.ToResponse();
        }
        catch (ArmRefusal refusal)
        {
            // Only of reading the body.
            return VaultRefusal.Bad(refusal.Message).ToResponse();
        }
    }

    private static SimResponse Authorised(ArmCall call, string vault)
    {
        if (call.Request.Header("Authorization") is null)
        {
            return new VaultRefusal(401, "Unauthorized", "AKV10000: Request is missing a Bearer or PoP token.").ToResponse().With(
                "WWW-Authenticate",
                $"Bearer authorization=\"https://login.microsoftonline.com/{SubscriptionRoutes.TenantId}\", resource=\"https://vault.azure.net\"");
        }

        if (!Versions.Contains(call.ApiVersion, StringComparer.OrdinalIgnoreCase))
        {
            throw VaultRefusal.Bad("The specified version (" + (call.ApiVersion.Length == 0 ? "none" : call.ApiVersion) + ") is not recognized. Consider using the latest supported version (7.6).");
        }

        var path = call.Request.Uri.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString).ToArray();
        return (call.Method, path) switch
        {
            ("GET", ["secrets"]) => List(VaultSecrets.Newest(call.Session, vault).Where(s => s.Deleted is null).Select(s => s.ToJson(withValue: false, withVersion: false))),
            ("GET", ["secrets", var name, "versions"]) => List(Living(call, vault, name).Select(s => s.ToJson(withValue: false))),
            ("GET", ["secrets", var name]) => Show(Living(call, vault, name).LastOrDefault(), name),
            ("GET", ["secrets", var name, var version]) => Show(Living(call, vault, name).Find(s => s.Version == version), name),
            ("PUT", ["secrets", var name]) => VaultWrites.Set(call, vault, name),
            ("PATCH", ["secrets", var name, var version]) => VaultWrites.Update(call, Living(call, vault, name).Find(s => s.Version == version), name),
            ("DELETE", ["secrets", var name]) => VaultWrites.Delete(call, vault, name),
            ("GET", ["deletedsecrets", var name]) => SimResponse.Json(200, VaultWrites.Bundle(VaultWrites.RequireDeleted(call, vault, name))),
            ("POST", ["deletedsecrets", var name, "recover"]) => VaultWrites.Recover(call, vault, name),
            ("DELETE", ["deletedsecrets", var name]) => VaultWrites.Purge(call, vault, name),
            _ => throw new VaultRefusal(404, "NotFound", "The simulated vault has no such route."),
        };
    }

    /// <summary>The versions of a secret that is not deleted, oldest first.</summary>
    public static List<VaultSecret> Living(ArmCall call, string vault, string name) =>
        [.. VaultSecrets.Versions(call.Session, vault, name).Where(s => s.Deleted is null)];

    private static SimResponse Show(VaultSecret? secret, string name) => secret switch
    {
        null => throw VaultRefusal.NotFound(name),
        { Enabled: false } => throw new VaultRefusal(403, "Forbidden", "Operation get is not allowed on a disabled secret.", "SecretDisabled"),
        _ => SimResponse.Json(200, secret.ToJson(withValue: true)),
    };

    private static SimResponse List(IEnumerable<JsonObject> items) =>
        SimResponse.Json(200, new JsonObject { ["value"] = new JsonArray([.. items]), ["nextLink"] = null });

    private static bool Exists(ArmCall call, string vault) => Scopes.List(call.Session, null)
        .Select(scope => ArmId.Parse(scope["id"]!.GetValue<string>())!)
        .SelectMany(subscription => ResourceHistory.List(call.Session, subscription, call.Now))
        .Any(r => r.Id.Type!.Equals(Vaults.TypeName, StringComparison.OrdinalIgnoreCase) && r.Id.Name!.Equals(vault, StringComparison.OrdinalIgnoreCase));
}

using System.Text.Json.Nodes;
using OpsAutomation.SimulatedAzure.Arm;
using OpsAutomation.SimulatedAzure.Transport;

namespace OpsAutomation.SimulatedAzure.KeyVault;

/// <summary>What changes secrets. A deleted one keeps its name and can be recovered for 90 days.</summary>
internal static class VaultWrites
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    /// <summary>PUT: a new version.</summary>
    public static SimResponse Set(ArmCall call, string vault, string name)
    {
        if (name.Length > 127 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
        {
            throw VaultRefusal.Bad($"The request URI contains an invalid name: {name}");
        }

        if (VaultSecrets.Versions(call.Session, vault, name).Exists(s => s.Deleted is not null))
        {
            throw VaultRefusal.Deleted(name);
        }

        var body = call.Body();
        var attributes = body["attributes"] as JsonObject;
        var secret = new VaultSecret(
            vault, name, call.Session.NextId().ToString("N"),
            body["value"]?.ToString() ?? throw VaultRefusal.Bad("Parameter 'value' is required."),
            body["contentType"]?.ToString(), Tags(body) ?? [],
            attributes?["enabled"]?.GetValue<bool>() ?? true, call.Now.ToUnixTimeSeconds(), attributes?["exp"]?.GetValue<long>(), Deleted: null);
        VaultSecrets.Put(call.Session, secret);
        return SimResponse.Json(200, secret.ToJson(withValue: true));
    }

    /// <summary>PATCH: attributes, tags and content type of one version.</summary>
    public static SimResponse Update(ArmCall call, VaultSecret? current, string name)
    {
        var secret = current ?? throw VaultRefusal.NotFound(name);
        var body = call.Body();
        var attributes = body["attributes"] as JsonObject;
        secret = secret with
        {
            ContentType = body["contentType"]?.ToString() ?? secret.ContentType,
            Tags = Tags(body) ?? secret.Tags,
            Enabled = attributes?["enabled"]?.GetValue<bool>() ?? secret.Enabled,
            Expires = attributes?["exp"]?.GetValue<long>() ?? secret.Expires,
        };
        VaultSecrets.Put(call.Session, secret);
        return SimResponse.Json(200, secret.ToJson(withValue: false));
    }

    /// <summary>DELETE: into the deleted, recoverable state.</summary>
    public static SimResponse Delete(ArmCall call, string vault, string name)
    {
        var living = VaultRoutes.Living(call, vault, name);
        if (living.Count == 0)
        {
            throw VaultRefusal.NotFound(name);
        }

        foreach (var version in living)
        {
            VaultSecrets.Put(call.Session, version with { Deleted = call.Now.ToUnixTimeSeconds() });
        }

        return SimResponse.Json(200, Bundle(RequireDeleted(call, vault, name)));
    }

    /// <summary>POST recover.</summary>
    public static SimResponse Recover(ArmCall call, string vault, string name)
    {
        var newest = RequireDeleted(call, vault, name) with { Deleted = null };
        foreach (var version in VaultSecrets.Versions(call.Session, vault, name))
        {
            VaultSecrets.Put(call.Session, version with { Deleted = null });
        }

        return SimResponse.Json(200, newest.ToJson(withValue: false));
    }

    /// <summary>DELETE of a deleted secret: gone for good.</summary>
    public static SimResponse Purge(ArmCall call, string vault, string name)
    {
        RequireDeleted(call, vault, name);
        VaultSecrets.Purge(call.Session, vault, name);
        return new SimResponse(204);
    }

    /// <summary>The newest version of a deleted secret.</summary>
    public static VaultSecret RequireDeleted(ArmCall call, string vault, string name) =>
        VaultSecrets.Versions(call.Session, vault, name).FindLast(s => s.Deleted is not null) ?? throw VaultRefusal.NotFound(name);

    /// <summary>The bundle of a deleted secret.</summary>
    public static JsonObject Bundle(VaultSecret secret)
    {
        var body = secret.ToJson(withValue: false);
        body["recoveryId"] = $"https://{secret.Vault}.vault.azure.net/deletedsecrets/{secret.Name}";
        body["deletedDate"] = secret.Deleted;
        body["scheduledPurgeDate"] = secret.Deleted + (long)Kept.TotalSeconds;
        return body;
    }

    private static Dictionary<string, string>? Tags(JsonObject body) =>
        (body["tags"] as JsonObject)?.ToDictionary(t => t.Key, t => t.Value?.ToString() ?? string.Empty, StringComparer.Ordinal);
}

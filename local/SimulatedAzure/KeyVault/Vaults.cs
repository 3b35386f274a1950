using System.Text.Json.Nodes;
using OpsAutomation.SimulatedAzure.Arm;
using OpsAutomation.SimulatedAzure.Resources;
using OpsAutomation.SimulatedAzure.Store;
using OpsAutomation.SimulatedAzure.Transport;

namespace OpsAutomation.SimulatedAzure.KeyVault;

/// <summary>Microsoft.KeyVault/vaults: the address of the data plane, and its secrets without their values.</summary>
internal sealed class Vaults : ResourceType
{
    /// <summary>Name of the type.</summary>
    public const string TypeName = "Microsoft.KeyVault/vaults";

    /// <inheritdoc />
    public override string Name => TypeName;

    /// <inheritdoc />
    public override IReadOnlyList<string> ApiVersions { get; } = ["2026-02-01", "2025-05-01", "2024-11-01", "2023-07-01", "2023-02-01", "2022-11-01", "2022-07-01", "2021-10-01"];

    /// <inheritdoc />
    public override bool DeletesAtOnce => true;

    /// <inheritdoc />
    public override ResourceState Complete(JsonObject body, StoreSession session, DateTimeOffset now)
    {
        var properties = PropertiesOf(body);
        Default(properties, "tenantId", SubscriptionRoutes.TenantId);
        Default(properties, "sku", new JsonObject { ["family"] = "A", ["name"] = "standard" });
        Default(properties, "enableSoftDelete", true);
        Default(properties, "softDeleteRetentionInDays", 90);
        Default(properties, "enableRbacAuthorization", true);
        Default(properties, "publicNetworkAccess", "Enabled");
        Default(properties, "vaultUri", $"https://{body["name"]!.GetValue<string>().ToLowerInvariant()}{VaultRoutes.HostSuffix}/");
        Default(properties, "provisioningState", "Succeeded");
        Default(properties, "timeCreated", Times.Wire(now));
        return new ResourceState(0, "running", null, null);
    }

    /// <inheritdoc />
    public override Effect Write(ArmCall call, ArmId id, ResourceVersion? current, JsonObject body)
    {
        var next = current?.CopyBody() ?? new JsonObject { ["id"] = id.Text, ["name"] = id.Name, ["type"] = Name };
        JsonMerge.Apply(next, body);
        return new Effect(next, Complete(next, call.Session, call.Now), current is null ? 201 : 200, null);
    }

    /// <inheritdoc />
    public override SimResponse? Child(ArmCall call, ResourceVersion version, IReadOnlyList<string> path)
    {
        if (path.Count is 0 or > 2 || !path[0].Equals("secrets", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        if (path.Count == 1)
        {
            var all = VaultSecrets.Newest(call.Session, version.Id.Name!).Where(s => s.Deleted is null).Select(s => Shown(version, s));
            return SimResponse.Json(200, new JsonObject { ["value"] = new JsonArray([.. all]) });
        }

        return VaultRoutes.Living(call, version.Id.Name!, path[1]).LastOrDefault() is { } found
            ? SimResponse.Json(200, Shown(version, found))
            : throw new ArmRefusal(404, "SecretNotFound", $"The secret '{path[1]}' was not found in the vault '{version.Id.Name}'.");
    }

    private static JsonObject Shown(ResourceVersion vault, VaultSecret secret) => new()
    {
        ["id"] = $"{vault.Id.Text}/secrets/{secret.Name}",
        ["name"] = secret.Name,
        ["type"] = $"{TypeName}/secrets",
        ["location"] = vault.Location,
        ["properties"] = new JsonObject
        {
            ["attributes"] = new JsonObject { ["enabled"] = secret.Enabled, ["created"] = secret.Created, ["updated"] = secret.Created, ["exp"] = secret.Expires },
            ["contentType"] = secret.ContentType,
            ["secretUri"] = secret.Id[..secret.Id.LastIndexOf('/')],
            ["secretUriWithVersion"] = secret.Id,
        },
    };
}

using System.Text.Json.Nodes;
using OpsAutomation.SimulatedAzure.Arm;
using OpsAutomation.SimulatedAzure.Resources;
using OpsAutomation.SimulatedAzure.Secrets;
using OpsAutomation.SimulatedAzure.Store;

namespace OpsAutomation.SimulatedAzure.Storage;

/// <summary>Microsoft.Storage/storageAccounts: the account and its two keys. No blobs, queues or tables.</summary>
internal sealed class StorageAccounts : ResourceType
{
    private static readonly string[] KeyNames = ["key1", "key2"];

    /// <inheritdoc />
    public override string Name => "Microsoft.Storage/storageAccounts";

    /// <inheritdoc />
    public override IReadOnlyList<string> ApiVersions { get; } =
        ["2025-06-01", "2025-01-01", "2024-01-01", "2023-05-01", "2023-04-01", "2023-01-01", "2022-09-01", "2021-09-01", "2021-04-01", "2019-06-01"];

    /// <inheritdoc />
    public override bool DeletesAtOnce => true;

    /// <inheritdoc />
    public override ResourceState Complete(JsonObject body, StoreSession session, DateTimeOffset now)
    {
        var properties = PropertiesOf(body);
        Default(body, "kind", "StorageV2");
        Default(body, "sku", new JsonObject { ["name"] = "Standard_ZRS", ["tier"] = "Standard" });
        Default(properties, "provisioningState", "Succeeded");
        Default(properties, "statusOfPrimary", "available");
        Default(properties, "allowSharedKeyAccess", true);
        Default(properties, "creationTime", Times.Wire(now));
        Default(properties, "keyCreationTime", new JsonObject { ["key1"] = Times.Wire(now), ["key2"] = Times.Wire(now) });
        Default(properties, "timeCreated", properties["creationTime"]!.DeepClone());
        return new ResourceState(0, "running", null, null);
    }

    /// <inheritdoc />
    public override Effect Write(ArmCall call, ArmId id, ResourceVersion? current, JsonObject body)
    {
        var next = current?.CopyBody() ?? throw new ArmRefusal(400, "OperationNotAllowed",
            "The simulated Azure creates no storage account; declare it in the estate.");
        JsonMerge.Apply(next, body);
        return new Effect(next, current.State, 200, null);
    }

    /// <inheritdoc />
    public override Effect? Act(ArmCall call, ResourceVersion current, string action)
    {
        var body = current.CopyBody();
        switch (action)
        {
            case "listkeys":
                return Keys(call, current, body);
            case "regeneratekey":
                var name = call.Body()["keyName"]?.ToString();
                if (!KeyNames.Contains(name, StringComparer.Ordinal))
                {
                    throw ArmRefusal.InvalidContent($"'keyName' must be key1 or key2, not '{name}'.");
                }

                PropertiesOf(body)["keyCreationTime"]![name!] = Times.Wire(call.Now);
                return Keys(call, current, body);
            default:
                return null;
        }
    }

    /// <summary>The value of a key as of its last regeneration.</summary>
    public static string Value(StoreSession session, JsonObject body, string key)
    {
        Times.TryRead(body["properties"]!["keyCreationTime"]![key]!.ToString(), out var made);
        return SecretText.OfAccount(session.Seed, body["name"]!.ToString(), key, made.UtcTicks);
    }

    private static Effect Keys(ArmCall call, ResourceVersion current, JsonObject body) => new(body, current.State, 200, null, Answer: _ => new JsonObject
    {
        ["keys"] = new JsonArray([.. KeyNames.Select(key => new JsonObject
        {
            ["creationTime"] = body["properties"]!["keyCreationTime"]![key]!.DeepClone(),
            ["keyName"] = key,
            ["value"] = Value(call.Session, body, key),
            ["permissions"] = "FULL",
        })]),
    });
}

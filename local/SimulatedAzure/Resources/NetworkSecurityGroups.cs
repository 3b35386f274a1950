using System.Text.Json.Nodes;
using OpsAutomation.SimulatedAzure.Arm;
using OpsAutomation.SimulatedAzure.Store;
using OpsAutomation.SimulatedAzure.Transport;

namespace OpsAutomation.SimulatedAzure.Resources;

/// <summary>
/// Microsoft.Network/networkSecurityGroups with their rules, which are read and written one by one below them. A group and
/// its rules share one ETag. A rule is gone when the operation that deletes it has ended well. They filter nothing here.
/// </summary>
internal sealed class NetworkSecurityGroups : ResourceType
{
    private const string Rules = "securityRules";
    private const string Removal = "remove-rule:";

    /// <inheritdoc />
    public override string Name => "Microsoft.Network/networkSecurityGroups";

    /// <inheritdoc />
    public override IReadOnlyList<string> ApiVersions => Arm.ApiVersions.Network;

    /// <inheritdoc />
    public override TimeSpan DefaultDuration => TimeSpan.FromSeconds(5);

    /// <inheritdoc />
    public override ResourceState Complete(JsonObject body, StoreSession session, DateTimeOffset now)
    {
        var properties = PropertiesOf(body);
        Default(properties, Rules, new JsonArray());
        Default(properties, "resourceGuid", StableId(body, session, now, "resourceGuid"));
        properties["provisioningState"] = "Succeeded";
        SecurityRules.Check(RulesOf(body));
        return new ResourceState(1, "running", null, null);
    }

    /// <inheritdoc />
    public override JsonObject Render(ResourceVersion version, Query query)
    {
        var body = version.CopyBody();
        body["properties"]![Rules] = new JsonArray([.. RulesOf(version.Body).OfType<JsonObject>().Select(rule => Rule(version, rule))]);
        return body;
    }

    /// <inheritdoc />
    public override Effect Write(ArmCall call, ArmId id, ResourceVersion? current, JsonObject body)
    {
        var next = current?.CopyBody() ?? throw new ArmRefusal(400, "OperationNotAllowed",
            "The simulated Azure creates no network security group; declare it in the estate.");
        JsonMerge.Apply(next, body);
        SecurityRules.Check(RulesOf(next));
        return new Effect(Updating(next), current.State, 200, Later(current.State, "update"));
    }

    /// <inheritdoc />
    public override SimResponse? Child(ArmCall call, ResourceVersion version, IReadOnlyList<string> path)
    {
        if (!path[0].Equals(Rules, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        return path.Count switch
        {
            1 => SimResponse.Json(200, new JsonObject { ["value"] = Render(version, call.Query)["properties"]![Rules]!.DeepClone() }),
            2 => ResourceRoutes.WithETag(
                SimResponse.Json(200, Rule(version, Find(version.Body, path[1]) ?? throw new ArmRefusal(404, "NotFound", $"Resource {version.Id.Text}/{Rules}/{path[1]} not found."))),
                version.ETag),
            _ => null,
        };
    }

    /// <inheritdoc />
    public override Effect? WriteChild(ArmCall call, ResourceVersion current, IReadOnlyList<string> path)
    {
        if (path is not [var kind, var name] || !kind.Equals(Rules, StringComparison.OrdinalIgnoreCase) || call.Method == "PATCH")
        {
            return null;
        }

        var next = current.CopyBody();
        var found = Find(next, name);
        if (call.Method == "DELETE")
        {
            return found is null
                ? new Effect(next, current.State, 204, null, AnswerBody: false)
                : new Effect(Updating(next), current.State, 202, Later(current.State, Removal + name), AnswerBody: false);
        }

        var properties = call.Body()["properties"] as JsonObject ?? throw ArmRefusal.InvalidContent("'properties' is missing.");
        var rule = new JsonObject { ["name"] = name, ["properties"] = properties.DeepClone() };
        ((JsonObject)rule["properties"]!).Remove("provisioningState");
        RulesOf(next).Remove(found);
        RulesOf(next).Add(rule.DeepClone());
        SecurityRules.Check(RulesOf(next));
        return new Effect(Updating(next), current.State, found is null ? 201 : 200, Later(current.State, "update"), Answer: version => Rule(version, rule));
    }

    /// <inheritdoc />
    public override void Ended(StoreSession session, ResourceVersion ended, string kind, DateTimeOffset at)
    {
        if (!kind.StartsWith(Removal, StringComparison.Ordinal))
        {
            return;
        }

        var body = ended.CopyBody();
        RulesOf(body).Remove(Find(body, kind[Removal.Length..]));
        body["etag"] = ResourceWrites.NewETag(session, Name);
        ResourceHistory.Append(session, ended with { At = at, Body = body });
    }

    private static JsonArray RulesOf(JsonObject body) => (JsonArray)body["properties"]![Rules]!;

    private static JsonObject? Find(JsonObject body, string name) =>
        RulesOf(body).OfType<JsonObject>().FirstOrDefault(rule => rule["name"]!.GetValue<string>().Equals(name, StringComparison.OrdinalIgnoreCase));

    private static JsonObject Updating(JsonObject body)
    {
        body["properties"]!["provisioningState"] = "Updating";
        return body;
    }

    private static JsonObject Rule(ResourceVersion group, JsonObject rule)
    {
        var name = rule["name"]!.GetValue<string>();
        var properties = (JsonObject)rule["properties"]!.DeepClone();
        properties["provisioningState"] = group.Properties["provisioningState"]!.DeepClone();
        return new JsonObject
        {
            ["name"] = name,
            ["id"] = $"{group.Id.Text}/{Rules}/{name}",
            ["etag"] = group.ETag,
            ["type"] = $"{group.Id.Type}/{Rules}",
            ["properties"] = properties,
        };
    }
}

using System.Text.Json.Nodes;
using OpsAutomation.SimulatedAzure.Arm;
using OpsAutomation.SimulatedAzure.Store;
using OpsAutomation.SimulatedAzure.Transport;

namespace OpsAutomation.SimulatedAzure.Resources;

/// <summary>
/// What a site serves: its deployments (<c>properties.deployments</c> of the estate, never shown in the site's own body), and
/// the swap of two slots, which exchanges them together with the configuration that is no slot's own.
/// </summary>
internal static class SiteContent
{
    /// <summary>Where the deployments are kept in the body.</summary>
    public const string Key = "deployments";

    /// <summary>Kind of the operation that ends a swap; the slot's name follows.</summary>
    public const string Swap = "swap:";

    private static readonly string[] Swapped = [Key, "siteConfig"];

    /// <summary>Answers the list of deployments, or one.</summary>
    public static SimResponse Answer(ResourceVersion site, IReadOnlyList<string> path)
    {
        var all = Deployments(site.Body).OfType<JsonObject>().Select(one => Render(site.Id, one)).ToList();
        return path.Count switch
        {
            1 => SimResponse.Json(200, new JsonObject { ["value"] = new JsonArray([.. all]) }),
            2 when all.Find(one => one["properties"]!["id"]!.GetValue<string>() == path[1]) is { } found => SimResponse.Json(200, found),
            _ => throw new ArmRefusal(404, "NotFound", $"Cannot find deployment '{path[^1]}' of '{site.Id.Name}'."),
        };
    }

    /// <summary>PUT of a deployment: an active one takes the place of the one before.</summary>
    public static Effect Deploy(ArmCall call, ResourceVersion current, string deployment)
    {
        var body = current.CopyBody();
        var given = call.Body()["properties"] as JsonObject ?? throw ArmRefusal.InvalidContent("'properties' is missing.");
        var all = Deployments(body);
        if (given["active"]?.GetValue<bool>() ?? false)
        {
            foreach (var other in all.OfType<JsonObject>())
            {
                other["active"] = false;
            }
        }

        foreach (var same in all.OfType<JsonObject>().Where(one => one["id"]?.GetValue<string>() == deployment).ToList())
        {
            all.Remove(same);
        }

        var made = (JsonObject)given.DeepClone();
        made["id"] = deployment;
        made["end_time"] ??= Times.Wire(call.Now);
        all.Insert(0, made);
        body["properties"]![Key] = all.DeepClone();
        body["properties"]!["lastModifiedTimeUtc"] = Times.Wire(call.Now);
        return new Effect(body, current.State, 200, null, Answer: version => Render(version.Id, made));
    }

    /// <summary>Exchanges what production and a slot serve. Both start anew, and both remember it.</summary>
    public static void Exchange(StoreSession session, ResourceVersion production, ResourceVersion slot, DateTimeOffset at)
    {
        var (left, right) = (production.CopyBody(), slot.CopyBody());
        foreach (var name in Swapped)
        {
            (left["properties"]![name], right["properties"]![name]) =
                (right["properties"]![name]?.DeepClone(), left["properties"]![name]?.DeepClone());
        }

        foreach (var body in new[] { left, right })
        {
            body["properties"]!["lastModifiedTimeUtc"] = Times.Wire(at);
            body["properties"]!["slotSwapStatus"] = new JsonObject
            {
                ["timestampUtc"] = Times.Wire(at),
                ["sourceSlotName"] = slot.Id.Name!.Split('/')[^1],
                ["destinationSlotName"] = "Production",
            };
        }

        ResourceHistory.Append(session, production with { At = at, Body = left, State = production.State with { Restarted = at } });
        ResourceHistory.Append(session, slot with { At = at, Body = right, State = slot.State with { Restarted = at } });
    }

    private static JsonArray Deployments(JsonObject body) => body["properties"]?[Key] as JsonArray ?? [];

    private static JsonObject Render(ArmId site, JsonObject deployment)
    {
        var properties = (JsonObject)deployment.DeepClone();
        properties["active"] ??= false;
        properties["status"] ??= 4;
        var id = deployment["id"]!.GetValue<string>();
        return new JsonObject
        {
            ["id"] = $"{site.Text}/deployments/{id}",
            ["name"] = $"{site.Name}/{id}",
            ["type"] = $"{site.Type}/deployments",
            ["properties"] = properties,
        };
    }
}

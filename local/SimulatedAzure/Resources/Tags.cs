using System.Text.Json.Nodes;
using OpsAutomation.SimulatedAzure.Arm;
using OpsAutomation.SimulatedAzure.Transport;

namespace OpsAutomation.SimulatedAzure.Resources;

/// <summary>Microsoft.Resources/tags/default of a resource or resource group: read, replace, merge, delete.</summary>
internal static class Tags
{
    /// <summary>Answers the tags routes. <paramref name="body"/> is the tagged body; <paramref name="save"/> stores it with new tags.</summary>
    public static SimResponse Answer(ArmCall call, ArmId scope, JsonObject body, Action<JsonObject> save)
    {
        ApiVersions.Check(call, "Microsoft.Resources/tags", ApiVersions.Resources);
        var tags = body["tags"] as JsonObject ?? [];
        if (call.Method is "PUT" or "PATCH" or "DELETE")
        {
            var next = call.Method == "DELETE" ? [] : Changed(call, tags);
            var changed = (JsonObject)body.DeepClone();
            changed["tags"] = next.DeepClone();
            save(changed);
            tags = next;
        }
        else if (call.Method != "GET")
        {
            throw ArmRefusal.MethodNotAllowed(call.Method, "Microsoft.Resources/tags");
        }

        return call.Method == "DELETE" ? new SimResponse(200) : SimResponse.Json(200, new JsonObject
        {
            ["id"] = $"{scope.Text}/providers/Microsoft.Resources/tags/default",
            ["name"] = "default",
            ["type"] = "Microsoft.Resources/tags",
            ["properties"] = new JsonObject { ["tags"] = tags.DeepClone() },
        });
    }

    private static JsonObject Changed(ArmCall call, JsonObject tags)
    {
        var body = call.Body();
        if (body["properties"]?["tags"] is not JsonObject given || given.Any(pair => pair.Value is not JsonValue value || !value.TryGetValue<string>(out _)))
        {
            throw ArmRefusal.InvalidContent("'properties.tags' must be an object of strings.");
        }

        var next = (JsonObject)tags.DeepClone();
        switch (call.Method == "PUT" ? "Replace" : body["operation"]?.ToString())
        {
            case "Replace":
                return (JsonObject)given.DeepClone();
            case "Merge":
                foreach (var (name, value) in given)
                {
                    next[name] = value!.DeepClone();
                }

                return next;
            case "Delete":
                foreach (var (name, _) in given)
                {
                    next.Remove(name);
                }

                return next;
            default:
                throw ArmRefusal.InvalidContent("'operation' must be Replace, Merge or Delete.");
        }
    }
}

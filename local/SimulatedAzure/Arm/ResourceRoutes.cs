using System.Text.Json.Nodes;
using OpsAutomation.SimulatedAzure.Resources;
using OpsAutomation.SimulatedAzure.Transport;

namespace OpsAutomation.SimulatedAzure.Arm;

/// <summary>Lists, reads, writes, deletes and acts on resources: conditions and locks first, then the type decides, then it is stored.</summary>
internal static class ResourceRoutes
{
    /// <summary>GET of all resources in a scope, in the short form of the Resources API.</summary>
    public static SimResponse ListAll(ArmCall call, ArmId scope)
    {
        ApiVersions.Check(call, "resources", ApiVersions.Resources);
        var filter = ResourceFilter.Parse(call.Query["$filter"]);
        var values = ResourceHistory.List(call.Session, scope, call.AsOf).Where(filter.Accepts).Select(version =>
        {
            var body = version.CopyBody();
            body.Remove("etag");
            if (body["properties"] is JsonObject properties)
            {
                body["provisioningState"] = properties["provisioningState"]?.DeepClone() ?? "Succeeded";
                body["createdTime"] = properties["timeCreated"]?.DeepClone();
                body.Remove("properties");
            }

            return body;
        });
        return All(values);
    }

    /// <summary>GET of the resources of one type in a scope.</summary>
    public static SimResponse List(ArmCall call, ArmId scope, ResourceType type)
    {
        if (call.Method != "GET")
        {
            throw ArmRefusal.MethodNotAllowed(call.Method, type.Name);
        }

        return All(ResourceHistory.List(call.Session, scope, call.AsOf)
            .Where(version => version.Id.Type!.Equals(type.Name, StringComparison.OrdinalIgnoreCase))
            .Select(version => type.Render(version, call.Query)));
    }

    /// <summary>Answers for one resource and what lies below it.</summary>
    public static SimResponse Answer(ArmCall call, ResourceType type, ArmId id, string[] rest)
    {
        if (call.Method is "GET" or "HEAD")
        {
            var version = ResourceHistory.Find(call.Session, id, call.AsOf) ?? throw ArmRefusal.ResourceNotFound(id);
            if (rest.Length == 0)
            {
                return WithETag(SimResponse.Json(200, type.Render(version, call.Query)), version.ETag);
            }

            return type.Child(call, version, rest) ?? throw NoChild(type, rest);
        }

        var current = ResourceHistory.Find(call.Session, id, call.Now);
        if (current is null && !(call.Method == "PUT" && rest.Length == 0))
        {
            if (call.Method == "DELETE" && rest.Length == 0 && type.AbsentStatus == 204)
            {
                return new SimResponse(204);
            }

            throw ArmRefusal.ResourceNotFound(id);
        }

        var name = ResourceWrites.OperationName(call, type, rest);
        try
        {
            Locks.Enforce(call, id);
            Preconditions.Check(call, current);
            return ResourceWrites.Apply(call, type, current?.Id ?? id, current, ResourceWrites.Decide(call, type, id, current, rest), name);
        }
        catch (ArmRefusal refusal)
        {
            ActivityLog.Append(call.Session, new ActivityEntry(call.Now, id, name, "Failed", call.Principal, call.CorrelationId,
                new JsonObject { ["code"] = refusal.Code, ["message"] = refusal.Message }));
            throw;
        }
    }

    /// <summary>Answers for the tags of a subscription's resource group or a resource.</summary>
    public static SimResponse TagsOf(ArmCall call, ArmId scope)
    {
        if (call.IsWrite)
        {
            Locks.Enforce(call, scope);
        }

        if (scope.Type is null)
        {
            return Tags.Answer(call, scope, Scopes.Find(call.Session, scope)!, body => Scopes.Put(call.Session, scope, body));
        }

        var version = ResourceHistory.Find(call.Session, scope, call.IsWrite ? call.Now : call.AsOf) ?? throw ArmRefusal.ResourceNotFound(scope);
        return Tags.Answer(call, scope, version.Body, body =>
        {
            ResourceWrites.Store(call, version with { Body = body });
            ActivityLog.Append(call.Session, new ActivityEntry(call.Now, scope, "Microsoft.Resources/tags/write", "Succeeded", call.Principal, call.CorrelationId, null));
        });
    }

    /// <summary>Adds the ETag header when the type has one.</summary>
    public static SimResponse WithETag(SimResponse answer, string? etag) => etag is null ? answer : answer.With("ETag", etag);

    /// <summary>404: the resource has no such child or action.</summary>
    public static ArmRefusal NoChild(ResourceType type, IEnumerable<string> rest) => new(404, "InvalidResourceType",
        $"The resource type '{type.Name.Split('/', 2)[1]}/{string.Join('/', rest)}' could not be found in the namespace '{type.Name.Split('/')[0]}'.");

    private static SimResponse All(IEnumerable<JsonObject> values) =>
        SimResponse.Json(200, new JsonObject { ["value"] = new JsonArray([.. values]) });
}

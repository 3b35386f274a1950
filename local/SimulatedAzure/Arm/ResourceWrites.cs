using OpsAutomation.SimulatedAzure.Operations;
using OpsAutomation.SimulatedAzure.Resources;
using OpsAutomation.SimulatedAzure.Store;
using OpsAutomation.SimulatedAzure.Transport;

namespace OpsAutomation.SimulatedAzure.Arm;

/// <summary>Carries out what a resource type decided: version, operation, activity log, answer.</summary>
internal static class ResourceWrites
{
    /// <summary>Asks the type what a write does.</summary>
    public static Effect Decide(ArmCall call, ResourceType type, ArmId id, ResourceVersion? current, string[] rest)
    {
        switch (call.Method)
        {
            case "PUT" or "PATCH" when rest.Length == 0:
                return type.Write(call, id, current, call.Body());
            case "POST" when rest.Length > 0:
                return type.Act(call, current!, string.Join('/', rest).ToLowerInvariant()) ?? throw ResourceRoutes.NoChild(type, rest);
            case "PUT" or "PATCH" or "DELETE" when rest.Length > 0:
                return type.WriteChild(call, current!, rest) ?? throw ResourceRoutes.NoChild(type, rest);
            case "DELETE" when rest.Length == 0:
                return type.Delete(current!);
            default:
                throw ArmRefusal.MethodNotAllowed(call.Method, type.Name);
        }
    }

    /// <summary>Stores an effect and answers.</summary>
    public static SimResponse Apply(ArmCall call, ResourceType type, ArmId id, ResourceVersion? current, Effect effect, string operationName)
    {
        var version = Store(call, new ResourceVersion(id, call.Now, effect.Body, effect.State, effect.Deleted));
        var answer = effect.Answer?.Invoke(version) is { } below ? SimResponse.Json(effect.Status, below)
            : effect.AnswerBody ? SimResponse.Json(effect.Status, type.Render(version, call.Query))
            : new SimResponse(effect.Status);
        ResourceRoutes.WithETag(answer, version.ETag);
        var operation = effect.Operation is null
            ? null
            : OperationLedger.Begin(call, id, effect.Operation, operationName, answersResource: effect.AnswerBody);
        ActivityLog.Append(call.Session, new ActivityEntry(
            call.Now, id, operationName, operation is null ? "Succeeded" : "Accepted", call.Principal, call.CorrelationId, null));
        return operation is null ? answer : type.Announce(answer, call, version, operation);
    }

    /// <summary>Appends a version at the present; a type with ETags gets a new one.</summary>
    public static ResourceVersion Store(ArmCall call, ResourceVersion version)
    {
        var body = version.CopyBody();
        if (HasETag(version.Id.Type!))
        {
            body["etag"] = NewETag(call.Session, version.Id.Type!);
        }

        var stored = version with { At = call.Now, Body = body };
        ResourceHistory.Append(call.Session, stored);
        return stored;
    }

    /// <summary>Resources of Compute and Network carry ETags; App Service's do not.</summary>
    public static bool HasETag(string type) => type.StartsWith("Microsoft.Compute/", StringComparison.OrdinalIgnoreCase) || IsNetwork(type);

    /// <summary>An ETag as its provider writes it: Network's is weak in form.</summary>
    public static string NewETag(StoreSession session, string type) => (IsNetwork(type) ? "W/" : string.Empty) + $"\"{session.NextId()}\"";

    private static bool IsNetwork(string type) => type.StartsWith("Microsoft.Network/", StringComparison.OrdinalIgnoreCase);

    /// <summary>Name of the operation in the activity log and in role definitions.</summary>
    public static string OperationName(ArmCall call, ResourceType type, string[] rest) => call.Method switch
    {
        "DELETE" => $"{type.Name}{Below(rest)}/delete",
        "POST" => $"{type.Name}/{Action(rest)}/action",
        _ => $"{type.Name}{Below(rest)}/write",
    };

    private static string Below(string[] rest) => string.Concat(rest.Where((_, index) => index % 2 == 0).Select(segment => "/" + segment));

    private static string Action(string[] rest) => rest.Length == 3 ? $"{rest[0]}/{rest[2]}" : string.Join('/', rest);
}

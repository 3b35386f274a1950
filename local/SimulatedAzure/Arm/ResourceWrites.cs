using OpsAutomation.SimulatedAzure.Operations;
using OpsAutomation.SimulatedAzure.Resources;
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
            case "DELETE" when rest.Length == 0:
                return new Effect(current!.CopyBody(), current.State, 202, new PendingEnd("delete", type.DefaultDuration), AnswerBody: false);
            default:
                throw ArmRefusal.MethodNotAllowed(call.Method, type.Name);
        }
    }

    /// <summary>Stores an effect and answers.</summary>
    public static SimResponse Apply(ArmCall call, ResourceType type, ArmId id, ResourceVersion? current, Effect effect, string operationName)
    {
        var version = Store(call, new ResourceVersion(id, call.Now, effect.Body, effect.State, Deleted: false));
        var answer = effect.Answer is { } other ? SimResponse.Json(effect.Status, other)
            : effect.AnswerBody ? SimResponse.Json(effect.Status, type.Render(version, call.Query)) : new SimResponse(effect.Status);
        ResourceRoutes.WithETag(answer, version.ETag);
        var operation = effect.Operation is null
            ? null
            : OperationLedger.Begin(call, id, effect.Operation, operationName, answersResource: effect.AnswerBody);
        ActivityLog.Append(call.Session, new ActivityEntry(
            call.Now, id, operationName, operation is null ? "Succeeded" : "Accepted", call.Principal, call.CorrelationId, null));
        return operation is null ? answer : OperationRoutes.Announce(answer, call, id, operation, version.Location);
    }

    /// <summary>Appends a version at the present; a type with ETags gets a new one.</summary>
    public static ResourceVersion Store(ArmCall call, ResourceVersion version)
    {
        var body = version.CopyBody();
        if (HasETag(version.Id.Type!))
        {
            body["etag"] = $"\"{call.Session.NextId()}\"";
        }

        var stored = version with { At = call.Now, Body = body };
        ResourceHistory.Append(call.Session, stored);
        return stored;
    }

    /// <summary>Compute resources carry ETags; App Service's do not.</summary>
    public static bool HasETag(string type) => type.StartsWith("Microsoft.Compute/", StringComparison.OrdinalIgnoreCase);

    /// <summary>Name of the operation in the activity log and in role definitions.</summary>
    public static string OperationName(ArmCall call, ResourceType type, string[] rest) => call.Method switch
    {
        "DELETE" => $"{type.Name}/delete",
        "POST" => $"{type.Name}/{Action(rest)}/action",
        _ => $"{type.Name}/write",
    };

    private static string Action(string[] rest) => rest.Length == 3 ? $"{rest[0]}/{rest[2]}" : string.Join('/', rest);
}

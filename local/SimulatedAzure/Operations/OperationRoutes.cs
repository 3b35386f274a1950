using System.Globalization;
using System.Text.Json.Nodes;
using OpsAutomation.SimulatedAzure.Arm;
using OpsAutomation.SimulatedAzure.Resources;
using OpsAutomation.SimulatedAzure.Store;
using OpsAutomation.SimulatedAzure.Transport;

namespace OpsAutomation.SimulatedAzure.Operations;

/// <summary>
/// The status (Azure-AsyncOperation) and result (Location) addresses of an operation, as the ARM resource provider contract
/// describes them under "Asynchronous Operations".
/// </summary>
internal static class OperationRoutes
{
    /// <summary>Seconds that a caller is asked to wait between polls.</summary>
    private const int RetryAfterSeconds = 5;

    /// <summary>Adds the headers that lead a caller to the operation.</summary>
    public static SimResponse Announce(SimResponse answer, ArmCall call, ArmId id, Operation operation, string location)
    {
        var path = $"/subscriptions/{id.Subscription}/providers/{id.Provider}/locations/{Uri.EscapeDataString(location)}/operations/{operation.Id}?api-version={call.ApiVersion}";
        return answer
            .With("Azure-AsyncOperation", call.Link(path))
            .With("Location", call.Link(path + "&monitor=true"))
            .With("Retry-After", RetryAfterSeconds.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Answers either address.</summary>
    public static SimResponse Answer(ArmCall call, string operationId)
    {
        var operation = OperationLedger.Find(call.Session, operationId)
            ?? throw new ArmRefusal(404, "NotFound", $"The operation '{operationId}' was not found.");
        return call.Query["monitor"] is null ? Status(operation) : Result(call, operation);
    }

    private static SimResponse Status(Operation operation)
    {
        var body = new JsonObject { ["startTime"] = Times.Wire(operation.Started), ["status"] = operation.Status, ["name"] = operation.Id };
        if (operation.Ended is { } ended)
        {
            body["endTime"] = Times.Wire(ended);
            if (operation.Error is { } error)
            {
                body["error"] = error.DeepClone();
            }
        }

        var answer = SimResponse.Json(200, body);
        return operation.Ended is null ? answer.With("Retry-After", RetryAfterSeconds.ToString(CultureInfo.InvariantCulture)) : answer;
    }

    /// <summary>Answers the result address: 202 while it runs.</summary>
    public static SimResponse Result(ArmCall call, string operationId) => Result(
        call, OperationLedger.Find(call.Session, operationId) ?? throw new ArmRefusal(404, "NotFound", $"The operation '{operationId}' was not found."));

    private static SimResponse Result(ArmCall call, Operation operation)
    {
        if (operation.Ended is null)
        {
            return new SimResponse(202)
                .With("Location", call.Request.Uri.ToString())
                .With("Retry-After", RetryAfterSeconds.ToString(CultureInfo.InvariantCulture));
        }

        if (operation.Error is { } error)
        {
            return ArmRefusal.Shape(409, error["code"]?.GetValue<string>() ?? "OperationFailed", error["message"]?.GetValue<string>() ?? "The operation failed.");
        }

        var resource = operation.AnswersResource ? ResourceHistory.Find(call.Session, ArmId.Parse(operation.Resource)!, call.AsOf) : null;
        return resource is null ? new SimResponse(operation.Kind == "delete" ? 204 : 200) : SimResponse.Json(200, resource.CopyBody());
    }
}

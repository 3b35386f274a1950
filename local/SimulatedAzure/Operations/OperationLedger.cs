using System.Text.Json;
using System.Text.Json.Nodes;
using OpsAutomation.SimulatedAzure.Arm;
using OpsAutomation.SimulatedAzure.Resources;
using OpsAutomation.SimulatedAzure.Store;

namespace OpsAutomation.SimulatedAzure.Operations;

/// <summary>
/// Begins and ends long-running operations. No timer runs: every turn first settles what the clock has finished, at the time
/// it was due, so that the state is the same whoever looks and whenever, also after a kill.
/// </summary>
internal static class OperationLedger
{
    private const string InProgress = "InProgress";

    /// <summary>Begins an operation; one that still runs on the resource is preempted, as Compute does.</summary>
    public static Operation Begin(ArmCall call, ArmId id, PendingEnd end, string operationName, bool answersResource)
    {
        foreach (var running in Running(call.Session, id))
        {
            Save(call.Session, running with
            {
                Status = "Canceled",
                Ended = call.Now,
                Error = new JsonObject { ["code"] = "OperationPreempted", ["message"] = "The operation has been preempted by a more recent operation." },
            });
        }

        var operation = new Operation
        {
            Id = call.Session.NextId().ToString(),
            Resource = id.Text,
            Kind = end.Kind,
            Started = call.Now,
            Due = call.Now + end.Duration,
            Status = InProgress,
            Error = (JsonObject?)call.FailOperation?.DeepClone(),
            AnswersResource = answersResource,
            OperationName = operationName,
            CorrelationId = call.CorrelationId,
            Caller = call.Principal,
        };
        call.Session.Execute("INSERT INTO operations(id, resource, due, status, body) VALUES($0, $1, $2, $3, $4)",
            operation.Id, id.Key, Times.Ticks(operation.Due), operation.Status, JsonSerializer.Serialize(operation));
        return operation;
    }

    /// <summary>An operation by its id; null when there is none.</summary>
    public static Operation? Find(StoreSession session, string id) =>
        session.Text("SELECT body FROM operations WHERE id = $0", id.ToLowerInvariant()) is { } body ? Read(body) : null;

    /// <summary>Ends every operation whose time has come, in the order in which they were due.</summary>
    public static void Settle(StoreSession session, DateTimeOffset now)
    {
        var due = session.Query("SELECT body FROM operations WHERE status = 'InProgress' AND due <= $0 ORDER BY due, seq",
            row => Read(row.GetString(0)), Times.Ticks(now));
        foreach (var operation in due)
        {
            End(session, operation);
        }
    }

    private static void End(StoreSession session, Operation operation)
    {
        var id = ArmId.Parse(operation.Resource)!;
        var failed = operation.Error is not null;
        if (ResourceHistory.Find(session, id, operation.Due) is { } current && ResourceTypes.Find(id.Type) is { } type)
        {
            var body = current.CopyBody();
            if (body["properties"] is JsonObject properties && properties.ContainsKey("provisioningState"))
            {
                properties["provisioningState"] = failed ? "Failed" : "Succeeded";
            }

            var state = failed ? Settled(current.State) : type.End(current, operation.Kind, operation.Due);
            var ended = current with { At = operation.Due, Body = body, State = state, Deleted = !failed && operation.Kind == "delete" };
            ResourceHistory.Append(session, ended);
            if (!failed)
            {
                type.Ended(session, ended, operation.Kind, operation.Due);
            }
        }

        Save(session, operation with { Status = failed ? "Failed" : "Succeeded", Ended = operation.Due });
        ActivityLog.Append(session, new ActivityEntry(operation.Due, id, operation.OperationName, failed ? "Failed" : "Succeeded",
            operation.Caller, operation.CorrelationId, operation.Error));
    }

    /// <summary>A failed power operation leaves the machine as it was before it began to change.</summary>
    private static ResourceState Settled(ResourceState state) => state with
    {
        Power = state.Power switch
        {
            "starting" => "stopped",
            "stopping" or "deallocating" or "restarting" => "running",
            _ => state.Power,
        },
    };

    private static List<Operation> Running(StoreSession session, ArmId id) => session.Query(
        "SELECT body FROM operations WHERE resource = $0 AND status = 'InProgress'", row => Read(row.GetString(0)), id.Key);

    private static void Save(StoreSession session, Operation operation) => session.Execute(
        "UPDATE operations SET status = $1, body = $2 WHERE id = $0", operation.Id, operation.Status, JsonSerializer.Serialize(operation));

    private static Operation Read(string body) => JsonSerializer.Deserialize<Operation>(body)!;
}

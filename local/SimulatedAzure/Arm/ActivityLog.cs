using System.Text.Json.Nodes;
using OpsAutomation.SimulatedAzure.Store;

namespace OpsAutomation.SimulatedAzure.Arm;

/// <summary>One entry of the activity log.</summary>
/// <param name="At">When.</param>
/// <param name="Id">On what.</param>
/// <param name="OperationName">What, for example <c>Microsoft.Compute/virtualMachineScaleSets/write</c>.</param>
/// <param name="Status">Accepted, Started, Succeeded or Failed.</param>
/// <param name="Caller">Who.</param>
/// <param name="CorrelationId">Binds the entries of one request.</param>
/// <param name="Error">Why it failed, or null.</param>
internal sealed record ActivityEntry(
    DateTimeOffset At, ArmId Id, string OperationName, string Status, string Caller, string CorrelationId, JsonObject? Error);

/// <summary>Writes and reads the activity log, in the shape of the Activity Log REST API (2015-04-01).</summary>
internal static class ActivityLog
{
    /// <summary>Appends an entry.</summary>
    public static void Append(StoreSession session, ActivityEntry entry)
    {
        var eventId = session.NextId().ToString();
        var ok = entry.Status != "Failed";
        var body = new JsonObject
        {
            ["authorization"] = new JsonObject { ["action"] = entry.OperationName, ["scope"] = entry.Id.Text },
            ["caller"] = entry.Caller,
            ["channels"] = "Operation",
            ["correlationId"] = entry.CorrelationId,
            ["eventDataId"] = eventId,
            ["eventName"] = Localized(ok ? "EndRequest" : "EndRequestFailed"),
            ["category"] = Localized("Administrative"),
            ["eventTimestamp"] = Times.Wire(entry.At),
            ["id"] = $"{entry.Id.Text}/events/{eventId}/ticks/{Times.Ticks(entry.At)}",
            ["level"] = ok ? "Informational" : "Error",
            ["operationId"] = entry.CorrelationId,
            ["operationName"] = Localized(entry.OperationName),
            ["resourceGroupName"] = entry.Id.ResourceGroup,
            ["resourceId"] = entry.Id.Text,
            ["resourceProviderName"] = Localized(entry.Id.Provider ?? "Microsoft.Resources"),
            ["resourceType"] = Localized(entry.Id.Type ?? "Microsoft.Resources/subscriptions"),
            ["status"] = Localized(entry.Status),
            ["subStatus"] = Localized(""),
            ["submissionTimestamp"] = Times.Wire(entry.At),
            ["subscriptionId"] = entry.Id.Subscription,
            ["properties"] = entry.Error is null ? new JsonObject() : new JsonObject { ["statusMessage"] = entry.Error.ToJsonString() },
        };
        session.Execute("INSERT INTO activity(at, subscription, body) VALUES($0, $1, $2)",
            Times.Ticks(entry.At), entry.Id.Subscription.ToLowerInvariant(), body.ToJsonString());
    }

    /// <summary>Entries of a subscription between two times, newest first.</summary>
    public static IEnumerable<JsonObject> Read(StoreSession session, string subscription, DateTimeOffset from, DateTimeOffset to) =>
        session.Query("SELECT body FROM activity WHERE subscription = $0 AND at >= $1 AND at <= $2 ORDER BY at DESC, seq DESC",
            row => (JsonObject)JsonNode.Parse(row.GetString(0))!, subscription.ToLowerInvariant(), Times.Ticks(from), Times.Ticks(to));

    private static JsonObject Localized(string value) => new() { ["value"] = value, ["localizedValue"] = value };
}

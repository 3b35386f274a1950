using System.Text.Json;
using OpsAutomation.SimulatedAzure.Arm;
using OpsAutomation.SimulatedAzure.Store;

namespace OpsAutomation.SimulatedAzure.Metrics;

/// <summary>The metric models of resources, and the time they count from, in the file.</summary>
internal static class MetricModels
{
    /// <summary>Models of a resource, in the estate's order.</summary>
    public static IReadOnlyList<MetricModel> Of(StoreSession session, ArmId id) =>
        session.Text("SELECT body FROM models WHERE id = $0", id.Key) is { } body ? JsonSerializer.Deserialize<List<MetricModel>>(body)! : [];

    /// <summary>Stores the models of a resource.</summary>
    public static void Put(StoreSession session, ArmId id, IReadOnlyList<MetricModel> models) => session.Execute(
        "INSERT INTO models VALUES($0, $1) ON CONFLICT(id) DO UPDATE SET body = excluded.body", id.Key, JsonSerializer.Serialize(models));

    /// <summary>When the estate began: offsets in models count from here.</summary>
    public static DateTimeOffset Epoch(StoreSession session) => Times.TryRead(session.Meta("epoch")!, out var epoch)
        ? epoch
        : throw new InvalidDataException("The simulation's file has no start time.");
}

using System.Text.Json;
using OpsAutomation.SimulatedAzure.Arm;
using OpsAutomation.SimulatedAzure.Store;

namespace OpsAutomation.SimulatedAzure.Costs;

/// <summary>The cost models of subscriptions in the file.</summary>
internal static class CostModels
{
    /// <summary>Models of a subscription.</summary>
    public static IReadOnlyList<CostModel> Of(StoreSession session, string subscription) =>
        session.Meta(Name(subscription)) is { } body ? JsonSerializer.Deserialize<List<CostModel>>(body)! : [];

    /// <summary>Stores the models of a subscription.</summary>
    public static void Put(StoreSession session, ArmId subscription, IReadOnlyList<CostModel> models) =>
        session.SetMeta(Name(subscription.Subscription), JsonSerializer.Serialize(models));

    private static string Name(string subscription) => $"costs {subscription.ToLowerInvariant()}";
}

using System.Text.Json.Nodes;
using OpsAutomation.SimulatedAzure.Arm;
using OpsAutomation.SimulatedAzure.Costs;
using OpsAutomation.SimulatedAzure.Metrics;
using OpsAutomation.SimulatedAzure.Resources;

namespace OpsAutomation.SimulatedAzure.Estates;

/// <summary>A whole estate as read from a file.</summary>
internal sealed record Estate(
    IReadOnlyList<EstateScope> Scopes, IReadOnlyList<EstateResource> Resources, IReadOnlyList<EstateLock> Locks)
{
    /// <summary>Applications and users of the tenant.</summary>
    public IReadOnlyList<EstateIdentity> Identities { get; init; } = [];

    /// <summary>What subscriptions cost.</summary>
    public IReadOnlyList<(ArmId Subscription, IReadOnlyList<CostModel> Models)> Costs { get; init; } = [];

    /// <summary>Secrets of its vaults.</summary>
    public IReadOnlyList<EstateSecret> Secrets { get; init; } = [];
}

/// <summary>A subscription or resource group.</summary>
internal sealed record EstateScope(ArmId Id, JsonObject Body);

/// <summary>A lock on a scope or resource.</summary>
internal sealed record EstateLock(ArmId Scope, string Name, string Level, string? Notes);

/// <summary>A declared resource: its body as far as the file says it.</summary>
internal sealed record EstateResource(
    ArmId Id, ResourceType Type, JsonObject Body, IReadOnlyList<MetricModel> Metrics, TimeSpan? OperationTime)
{
    /// <summary>How old the keys of a storage account are at the start; null for new ones.</summary>
    public TimeSpan? KeyAge { get; init; }
}

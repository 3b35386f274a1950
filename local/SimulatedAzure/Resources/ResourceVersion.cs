using System.Text.Json.Nodes;
using OpsAutomation.SimulatedAzure.Arm;

namespace OpsAutomation.SimulatedAzure.Resources;

/// <summary>One version in a resource's history.</summary>
/// <param name="Id">The resource.</param>
/// <param name="At">From when it holds.</param>
/// <param name="Body">The ARM body. Treated as immutable: change a clone.</param>
/// <param name="State">What lies beyond the body.</param>
/// <param name="Deleted">True for the version that ends the resource.</param>
internal sealed record ResourceVersion(ArmId Id, DateTimeOffset At, JsonObject Body, ResourceState State, bool Deleted)
{
    /// <summary>Its <c>properties</c>; an empty object when it has none.</summary>
    public JsonObject Properties => Body["properties"] as JsonObject ?? [];

    /// <summary>Instances asked for: <c>sku.capacity</c>, or 1.</summary>
    public int Capacity => Body["sku"]?["capacity"]?.GetValue<int>() ?? 1;

    /// <summary>The version's ETag, quotes included, or null for a type without one.</summary>
    public string? ETag => Body["etag"]?.GetValue<string>();

    /// <summary>Region.</summary>
    public string Location => Body["location"]?.GetValue<string>() ?? "westeurope";

    /// <summary>A deep copy of the body to change.</summary>
    public JsonObject CopyBody() => (JsonObject)Body.DeepClone();
}

using System.Text.Json.Nodes;
using Azure.Core;
using OpsAutomation.Core.Actions;
using OpsAutomation.Integrations.Arm.Compute;
using OpsAutomation.Integrations.Arm.Prices;

namespace OpsAutomation.Integrations.Arm.Actions;

/// <summary>What every change of a scale set's capacity shares: it is sent under the ETag of a fresh read.</summary>
internal abstract class VmssCapacity(ArmGateway arm, IPriceList prices) : CapacityAction<ScaleSet>(arm, prices)
{
    private readonly ScaleSets _sets = new(arm);

    /// <inheritdoc/>
    protected override string Back => SetVmssCapacity.ActionName;

    /// <inheritdoc/>
    protected override string Kind => "scale set";

    /// <inheritdoc/>
    protected override bool PinsState => true;

    /// <summary>Describes an action that changes a scale set's capacity.</summary>
    protected static ActionDescriptor Describe(string name, params IReadOnlyList<ActionParameter> parameters) => new()
    {
        Name = name,
        ResourceType = ScaleSet.Type,
        Parameters = parameters,
        Permissions =
        [
            "Microsoft.Compute/virtualMachineScaleSets/read",
            "Microsoft.Compute/virtualMachineScaleSets/write",
            "Microsoft.Compute/locations/operations/read",
            "Microsoft.Authorization/locks/read",
            "Microsoft.Resources/tags/read",
            AutoscaleSettings.Permission,
        ],
        Reversibility = Reversibility.Reversible,
        ChangesCount = true,
    };

    /// <inheritdoc/>
    protected override Task<ScaleSet> ReadAsync(ResourceIdentifier id, JsonObject with, CancellationToken cancellationToken) => _sets.ReadAsync(id, cancellationToken);

    /// <inheritdoc/>
    protected override Counted Count(ScaleSet seen) => new(seen.Id, seen.Name, seen.Identity, seen.Capacity, seen.Size, seen.State);

    /// <inheritdoc/>
    protected override string? Limit(ScaleSet seen, int target, int? maximum) =>
        seen.ETag is null ? Unversioned(seen) : CapacityPlan.Above(seen.Name, target, maximum);

    /// <inheritdoc/>
    protected override bool MayBegin(Counted now) => now.State == ScaleSet.Settled;

    /// <inheritdoc/>
    protected override async Task<string?> ObjectionAsync(ActionPlan plan, ScaleSet seen, CancellationToken cancellationToken) =>
        seen.ETag is null ? Unversioned(seen) : await base.ObjectionAsync(plan, seen, cancellationToken);

    /// <inheritdoc/>
    protected override Task<ArmReply> SendAsync(ActionPlan plan, ScaleSet seen, Guid requestId, CancellationToken cancellationToken) =>
        _sets.SendCapacityAsync(seen, Number(plan.Parameters), requestId, cancellationToken);

    /// <inheritdoc/>
    protected override IReadOnlyDictionary<string, string> Tags(ScaleSet seen) => seen.Tags;

    /// <inheritdoc/>
    protected override string Command(Counted now, int capacity) =>
        $"{AzCommand.Of("vmss scale", now.Id, ("name", now.Name))} --new-capacity {capacity}";

    private static string Unversioned(ScaleSet set) => $"Azure gave no version of {set.Name}, so a change could not be made conditional on it.";
}

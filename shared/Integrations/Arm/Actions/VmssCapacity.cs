using OpsAutomation.Core.Actions;
using OpsAutomation.Integrations.Arm.Compute;
using OpsAutomation.Integrations.Arm.Prices;

namespace OpsAutomation.Integrations.Arm.Actions;

/// <summary>
/// What every change of a scale set's capacity shares: it sends an absolute capacity under the ETag of a fresh read, so
/// doing it twice does it once, and it is done only when the capacity reads back.
/// </summary>
internal sealed class VmssCapacity(ArmGateway arm, IPriceList prices)
{
    private readonly ScaleSets _sets = new(arm);
    private readonly Protections _protections = new(arm);
    private readonly AutoscaleSettings _autoscale = new(arm);

    /// <summary>Describes an action that changes a scale set's capacity.</summary>
    public static ActionDescriptor Describe(string name, params IReadOnlyList<ActionParameter> parameters) => new()
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

    /// <summary>Reads the scale set and plans the capacity that <paramref name="decide"/> gives for it, or its refusal.</summary>
    public async Task<PlanResult> PlanAsync(string action, PlanRequest request, Func<ScaleSet, (int Target, string? Refusal)> decide, CancellationToken cancellationToken)
    {
        if (!ArmTarget.TryParse(request.ResourceId, ScaleSet.Type, out var id, out var reason))
        {
            return PlanResult.Refused(reason);
        }

        try
        {
            var set = await _sets.ReadAsync(id, cancellationToken);
            var (target, refusal) = decide(set);
            refusal ??= target == set.Capacity ? null : await _autoscale.OwnerAsync(id, cancellationToken);
            if (refusal is not null)
            {
                return PlanResult.Refused(refusal);
            }

            var protectedBy = await _protections.FindAsync(id, set.Tags, cancellationToken);
            return CapacityPlan.Of(action, set, target, request.MaxCapacity, protectedBy, prices);
        }
        catch (Exception e) when (ArmFailure.Of(e, arm.Clock) is { } failure)
        {
            return Starts.Plan(failure);
        }
    }

    /// <summary>Sends the plan's capacity when the scale set is still as planned.</summary>
    public async Task<StartResult> StartAsync(ActionPlan plan, string operationId, CancellationToken cancellationToken)
    {
        var intent = CapacityIntent.Of(plan);
        ScaleSet set;
        try
        {
            set = await _sets.ReadAsync(intent.Id, cancellationToken);
        }
        catch (Exception e) when (ArmFailure.Of(e, arm.Clock) is { } failure)
        {
            return Starts.BeforeSending(failure);
        }

        if (intent.Difference(set) is { } difference)
        {
            return Starts.Changed(difference);
        }

        if (set.Capacity == intent.Target)
        {
            return new StartResult(StartOutcome.Accepted, $"{set.Name} has the capacity already; nothing was sent.", null, null, null);
        }

        try
        {
            return Starts.Accepted(await _sets.SendCapacityAsync(set, intent.Target, OperationIds.RequestId(operationId), cancellationToken));
        }
        catch (Exception e) when (ArmFailure.Of(e, arm.Clock) is { } failure)
        {
            return await Starts.AfterSendingAsync(failure, arm, intent.Id, cancellationToken);
        }
    }

    /// <summary>Tells from the scale set whether a change whose answer was lost took effect.</summary>
    public async Task<AdoptResult> AdoptAsync(ActionPlan plan, CancellationToken cancellationToken)
    {
        var intent = CapacityIntent.Of(plan);
        try
        {
            return intent.Adopt(await _sets.ReadAsync(intent.Id, cancellationToken));
        }
        catch (Exception e) when (ArmFailure.Of(e, arm.Clock) is { } failure)
        {
            return new AdoptResult(AdoptOutcome.Unknown, failure.Reason);
        }
    }

    /// <summary>Reads the operation, and the scale set once the operation is over.</summary>
    public async Task<PollResult> PollAsync(ActionPlan plan, string? statusUrl, CancellationToken cancellationToken)
    {
        if (statusUrl is not null && await Operations.ReadAsync(arm, statusUrl, cancellationToken) is { } running)
        {
            return running;
        }

        var intent = CapacityIntent.Of(plan);
        try
        {
            return intent.Judge(await _sets.ReadAsync(intent.Id, cancellationToken));
        }
        catch (Exception e) when (ArmFailure.Of(e, arm.Clock) is { } failure)
        {
            return new PollResult(PollOutcome.Unknown, failure.Reason, failure.RetryAfter ?? Operations.DefaultWait);
        }
    }
}

using System.Globalization;
using System.Text.Json.Nodes;
using Azure.Core;
using OpsAutomation.Core.Actions;
using OpsAutomation.Integrations.Arm.Prices;
using OpsAutomation.Integrations.Arm.Web;

namespace OpsAutomation.Integrations.Arm.Actions;

/// <summary>
/// What every change of an App Service plan's capacity shares. Plans have no ETag, so the plan is read again right before an
/// absolute capacity is sent, and read again after it: what lies between the two is a person's question.
/// </summary>
internal sealed class PlanCapacity(ArmGateway arm, IPriceList prices)
{
    private readonly AppServicePlans _plans = new(arm);
    private readonly Protections _protections = new(arm);
    private readonly AutoscaleSettings _autoscale = new(arm);

    /// <summary>Describes an action that changes a plan's capacity.</summary>
    public static ActionDescriptor Describe(string name, params IReadOnlyList<ActionParameter> parameters) => new()
    {
        Name = name,
        ResourceType = AppServicePlan.Type,
        Parameters = parameters,
        Permissions =
        [
            "Microsoft.Web/serverfarms/read",
            "Microsoft.Web/serverfarms/write",
            "Microsoft.Web/serverfarms/operationresults/read",
            "Microsoft.Resources/subscriptions/resourceGroups/resources/read",
            "Microsoft.Authorization/locks/read",
            "Microsoft.Resources/tags/read",
            AutoscaleSettings.Permission,
        ],
        Reversibility = Reversibility.Reversible,
        ChangesCount = true,
    };

    /// <summary>Reads the plan and plans the capacity that <paramref name="decide"/> gives for it, or its refusal.</summary>
    public async Task<PlanResult> PlanAsync(string action, PlanRequest request, Func<AppServicePlan, (int Target, string? Refusal)> decide, CancellationToken cancellationToken)
    {
        if (!ArmTarget.TryParse(request.ResourceId, AppServicePlan.Type, out var id, out var reason))
        {
            return PlanResult.Refused(reason);
        }

        try
        {
            var plan = await _plans.ReadAsync(id, cancellationToken);
            var (target, refusal) = decide(plan);
            refusal ??= Refusal(plan, target, request.MaxCapacity)
                ?? (target == plan.Capacity ? null : await _autoscale.OwnerAsync(id, cancellationToken));
            return refusal is not null ? PlanResult.Refused(refusal)
                : plan.State is not (AppServicePlan.Settled or "Failed" or "Canceled") ? PlanResult.Later($"{plan.Name} is not settled: its provisioning state is {plan.State}.")
                : PlanResult.Of(Plan(action, plan, target, await _protections.FindAsync(id, plan.Tags, cancellationToken)));
        }
        catch (Exception e) when (ArmFailure.Of(e, arm.Clock) is { } failure)
        {
            return Starts.Plan(failure);
        }
    }

    /// <summary>Sends the plan's capacity when the App Service plan is still as planned.</summary>
    public async Task<StartResult> StartAsync(ActionPlan plan, string operationId, CancellationToken cancellationToken)
    {
        var (id, before, target) = Read(plan);
        AppServicePlan now;
        try
        {
            now = await _plans.ReadAsync(id, cancellationToken);
            if (now.Identity == plan.Target.Identity && now.Capacity != target && await _autoscale.OwnerAsync(id, cancellationToken) is { } owner)
            {
                return Starts.Changed(owner);
            }
        }
        catch (Exception e) when (ArmFailure.Of(e, arm.Clock) is { } failure)
        {
            return Starts.BeforeSending(failure);
        }

        if (now.Identity != plan.Target.Identity)
        {
            return Starts.Changed($"{now.Name} is another plan of the same name than the one planned for.");
        }

        if (now.Size != plan.Preconditions["skuName"]?.ToString())
        {
            return Starts.Changed($"{now.Name} has the size {now.Size}, planned was {plan.Preconditions["skuName"]}.");
        }

        if (now.Capacity != before)
        {
            return Starts.Changed($"{now.Name} has {now.Capacity} instances, planned was from {before}.");
        }

        if (now.Capacity == target)
        {
            return new StartResult(StartOutcome.Accepted, $"{now.Name} has the capacity already; nothing was sent.", null, null, null);
        }

        try
        {
            return Starts.Accepted(await _plans.SendCapacityAsync(now, target, OperationIds.RequestId(operationId), cancellationToken));
        }
        catch (Exception e) when (ArmFailure.Of(e, arm.Clock) is { } failure)
        {
            return await Starts.AfterSendingAsync(failure, arm, id, cancellationToken);
        }
    }

    /// <summary>Tells from the plan whether a change whose answer was lost took effect.</summary>
    public async Task<AdoptResult> AdoptAsync(ActionPlan plan, CancellationToken cancellationToken)
    {
        var (id, before, target) = Read(plan);
        try
        {
            var now = await _plans.ReadAsync(id, cancellationToken);
            return now.Identity != plan.Target.Identity ? new AdoptResult(AdoptOutcome.Unknown, $"{now.Name} is another plan of the same name.")
                : now.Capacity == target ? new AdoptResult(AdoptOutcome.TookEffect, $"{now.Name} is at {target} instances ({now.State}).")
                : now.Capacity == before && now.State == AppServicePlan.Settled ? new AdoptResult(AdoptOutcome.NoEffect, $"{now.Name} is still at {before} instances and nothing is under way.")
                : new AdoptResult(AdoptOutcome.Unknown, $"{now.Name} is at {now.Capacity} instances ({now.State}), neither {before} as before nor {target} as planned.");
        }
        catch (Exception e) when (ArmFailure.Of(e, arm.Clock) is { } failure)
        {
            return new AdoptResult(AdoptOutcome.Unknown, failure.Reason);
        }
    }

    /// <summary>Reads the operation where Azure gave one, and the plan once it is over.</summary>
    public async Task<PollResult> PollAsync(ActionPlan plan, string? statusUrl, CancellationToken cancellationToken)
    {
        if (statusUrl is not null && await Operations.ReadAsync(arm, statusUrl, cancellationToken) is { } running)
        {
            return running;
        }

        var (id, _, target) = Read(plan);
        try
        {
            var now = await _plans.ReadAsync(id, cancellationToken);
            return now.Identity != plan.Target.Identity ? new PollResult(PollOutcome.Failed, $"{now.Name} is another plan of the same name.")
                : now.State is "Failed" or "Canceled" ? new PollResult(PollOutcome.Failed, $"{now.Name} ended as {now.State}.")
                : now.State != AppServicePlan.Settled ? new PollResult(PollOutcome.Running, $"{now.Name} is {now.State}.", Operations.DefaultWait)
                : now.Capacity == target ? new PollResult(PollOutcome.Succeeded, $"{now.Name} is at {target} instances.")
                : new PollResult(PollOutcome.Unknown, $"{now.Name} reads {now.Capacity} instances, planned are {target}.", Operations.DefaultWait);
        }
        catch (Exception e) when (ArmFailure.Of(e, arm.Clock) is { } failure)
        {
            return new PollResult(PollOutcome.Unknown, failure.Reason, failure.RetryAfter ?? Operations.DefaultWait);
        }
    }

    private static string? Refusal(AppServicePlan plan, int target, int? maximum) =>
        plan.ScalesItself ? $"{plan.Name} scales itself (App Service automatic scaling); its count is not ours to set."
        : !plan.HasCount ? $"{plan.Name} is of the tier {plan.Tier}, whose count cannot be set."
        : target > maximum ? $"{plan.Name} would have {target} instances, and the playbook allows at most {maximum}."
        : target > plan.Maximum ? $"{plan.Name} would have {target} instances, and Azure gives a plan of the size {plan.Size} at most {plan.Maximum}."
        : null;

    private ActionPlan Plan(string action, AppServicePlan plan, int target, string? protectedBy)
    {
        var price = prices.PerHour(plan.Size);
        return new ActionPlan
        {
            Action = action,
            Target = new ActionTarget(plan.Id.ToString().ToLowerInvariant(), plan.Identity, plan.Name),
            Parameters = new JsonObject { [CapacityPlan.Capacity] = target },
            Preconditions = new JsonObject { ["capacity"] = plan.Capacity, ["skuName"] = plan.Size },
            Before = Seen(plan.Capacity, plan.Size),
            After = Seen(target, plan.Size),
            Reversibility = Reversibility.Reversible,
            Inverse = new ActionInverse(
                SetPlanCapacity.ActionName,
                new JsonObject { [CapacityPlan.Capacity] = plan.Capacity, [CapacityPlan.From] = target },
                $"Set {plan.Name} back to {CapacityPlan.Instances(plan.Capacity)}."),
            Summary = target == plan.Capacity
                ? $"{plan.Name} has {CapacityPlan.Instances(target)} already; nothing changes."
                : $"Set {plan.Name} from {plan.Capacity} to {CapacityPlan.Instances(target)} of {plan.Size}, for every app in it.",
            ByHand = Command(plan, target),
            UndoByHand = Command(plan, plan.Capacity),
            CostPerHourDelta = price is null ? null : price.Amount * (target - plan.Capacity),
            Currency = price?.Currency,
            CapacityAfter = target,
            ProtectedBy = protectedBy,
        };
    }

    private static (ResourceIdentifier Id, int Before, int Target) Read(ActionPlan plan)
    {
        if (!ArmTarget.TryParse(plan.Target.ResourceId, AppServicePlan.Type, out var id, out var reason))
        {
            throw new ArgumentException(reason, nameof(plan));
        }

        return plan.Parameters[CapacityPlan.Capacity] is { } target && plan.Preconditions["capacity"] is { } before
            ? (id, before.GetValue<int>(), target.GetValue<int>())
            : throw new ArgumentException("The plan lacks its capacity or its preconditions.", nameof(plan));
    }

    private static Dictionary<string, string> Seen(int capacity, string size) => new(StringComparer.Ordinal)
    {
        ["capacity"] = capacity.ToString(CultureInfo.InvariantCulture),
        ["size"] = size,
    };

    private static string Command(AppServicePlan plan, int capacity) =>
        $"az appservice plan update --subscription {ShellQuote.Of(plan.Id.SubscriptionId ?? string.Empty)} --resource-group {ShellQuote.Of(plan.Id.ResourceGroupName ?? string.Empty)} --name {ShellQuote.Of(plan.Name)} --number-of-workers {capacity}";
}

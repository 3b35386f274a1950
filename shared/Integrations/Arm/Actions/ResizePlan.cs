using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Azure.Core;
using OpsAutomation.Core.Actions;
using OpsAutomation.Integrations.Arm.Prices;
using OpsAutomation.Integrations.Arm.Web;

namespace OpsAutomation.Integrations.Arm.Actions;

/// <summary>
/// <c>plan.resize</c>: gives an App Service plan another size of its own tier. Another tier is left to people: slots, autoscale
/// and networks come and go with it. A plan whose count autoscale owns is refused, since a write carries the count along.
/// </summary>
internal sealed partial class ResizePlan(ArmGateway arm, IPriceList prices) : TargetAction<AppServicePlan>(arm)
{
    /// <summary>Name of the action.</summary>
    public const string ActionName = "plan.resize";

    private readonly AppServicePlans _plans = new(arm);
    private readonly AutoscaleSettings _autoscale = new(arm);

    /// <summary>What lint knows about it.</summary>
    public static ActionDescriptor Description { get; } = new()
    {
        Name = ActionName,
        ResourceType = AppServicePlan.Type,
        Parameters = SizeGiven.All,
        Permissions =
        [
            "Microsoft.Web/serverfarms/read",
            "Microsoft.Web/serverfarms/write",
            "Microsoft.Web/serverfarms/skus/read",
            "Microsoft.Web/serverfarms/operationresults/read",
            "Microsoft.Resources/subscriptions/resourceGroups/resources/read",
            "Microsoft.Authorization/locks/read",
            "Microsoft.Resources/tags/read",
            AutoscaleSettings.Permission,
        ],
        Reversibility = Reversibility.Reversible,
        ChangesCount = false,
    };

    /// <inheritdoc/>
    public override ActionDescriptor Descriptor => Description;

    /// <inheritdoc/>
    protected override string? Wrong(JsonObject with) => SizeGiven.Wrong(with);

    /// <inheritdoc/>
    protected override Task<AppServicePlan> ReadAsync(ResourceIdentifier id, JsonObject with, CancellationToken cancellationToken) => _plans.ReadAsync(id, cancellationToken);

    /// <inheritdoc/>
    protected override async Task<PlanResult> DecideAsync(ResourceIdentifier id, PlanRequest request, AppServicePlan seen, CancellationToken cancellationToken)
    {
        if (seen.State is not (AppServicePlan.Settled or "Failed" or "Canceled"))
        {
            return PlanResult.Later($"{seen.Name} is not settled: its provisioning state is {seen.State}.");
        }

        if (seen.ScalesItself || !seen.HasCount)
        {
            return PlanResult.Refused(seen.ScalesItself
                ? $"{seen.Name} scales itself (App Service automatic scaling); a write would carry its count along."
                : $"{seen.Name} is of the tier {seen.Tier}, which has no sizes to choose from.");
        }

        var sizes = await _plans.SizesAsync(id, cancellationToken);
        var wanted = Given.Text(request.With, SizeGiven.Size) ?? Smaller(sizes, seen.Size);
        if (wanted is null)
        {
            return PlanResult.Refused($"There is no smaller size than {seen.Size} in the tier {seen.Tier}.");
        }

        var refusal = SizeGiven.Mismatch(request.With, seen.Name, seen.Size, wanted)
            ?? (SizeGiven.Same(wanted, seen.Size) ? null
                : Kind(wanted) != Kind(seen.Size) ? $"{wanted} is of another tier than {seen.Size}: what a plan's apps may use changes with its tier, so a person decides."
                : !sizes.Any(s => SizeGiven.Same(s, wanted)) ? $"{seen.Name} cannot have the size {wanted} where it is."
                : await _autoscale.OwnerAsync(id, cancellationToken));
        return refusal is null ? PlanResult.Of(Plan(id, seen, wanted)) : PlanResult.Refused(refusal);
    }

    /// <inheritdoc/>
    protected override Sight Look(ActionPlan plan, AppServicePlan seen)
    {
        var text = $"{seen.Name} has {CapacityPlan.Instances(seen.Capacity)} of {seen.Size} ({seen.State}).";
        var underWay = seen.State is not (AppServicePlan.Settled or "Failed" or "Canceled");
        return seen.Identity != plan.Target.Identity ? new Sight(Standing.Replaced, $"{seen.Name} is another plan of the same name.")
            : SizeGiven.Same(seen.Size, Text(plan.Parameters, "size")) ? new Sight(seen.State is "Failed" or "Canceled" ? Standing.Failed : Standing.AtTarget, text, underWay)
            : !SizeGiven.Same(seen.Size, Text(plan.Preconditions, "skuName")) ? new Sight(Standing.Different, $"{text} Planned was from {plan.Preconditions["skuName"]}.")
            : seen.Capacity.ToString(System.Globalization.CultureInfo.InvariantCulture) != Text(plan.Preconditions, "capacity") ? new Sight(Standing.Different, $"{text} Planned was with {plan.Preconditions["capacity"]}.")
            : new Sight(Standing.AsPlanned, text, underWay);
    }

    /// <inheritdoc/>
    protected override Task<string?> ObjectionAsync(ActionPlan plan, AppServicePlan seen, CancellationToken cancellationToken) =>
        _autoscale.OwnerAsync(seen.Id, cancellationToken);

    /// <inheritdoc/>
    protected override Task<ArmReply> SendAsync(ActionPlan plan, AppServicePlan seen, Guid requestId, CancellationToken cancellationToken) =>
        _plans.SendSizeAsync(seen, Text(plan.Parameters, "size"), requestId, cancellationToken);

    /// <inheritdoc/>
    protected override IReadOnlyDictionary<string, string> Tags(AppServicePlan seen) => seen.Tags;

    // Names of one tier differ in one digit, which grows with the size: P1v3, P2v3.
    private static string? Smaller(IReadOnlyList<string> sizes, string size) => sizes
        .Where(s => Kind(s) == Kind(size) && Number(s) < Number(size))
        .MaxBy(Number);

    private static string Kind(string size) => Shape().Match(size) is { Success: true } m ? $"{m.Groups["letter"].Value}{m.Groups["rest"].Value}".ToUpperInvariant() : size.ToUpperInvariant();

    private static int Number(string size) => Shape().Match(size) is { Success: true } m ? m.Groups["number"].Value[0] - '0' : 0;

    private ActionPlan Plan(ResourceIdentifier id, AppServicePlan plan, string size)
    {
        var (old, now) = (prices.PerHour(plan.Size), prices.PerHour(size));
        var same = SizeGiven.Same(size, plan.Size);
        return new ActionPlan
        {
            Action = ActionName,
            Target = Named(id, plan.Identity, plan.Name),
            Parameters = new JsonObject { ["size"] = size },
            Preconditions = new JsonObject { ["skuName"] = plan.Size, ["capacity"] = plan.Capacity },
            Before = Seen(("size", plan.Size)),
            After = Seen(("size", size)),
            Reversibility = Reversibility.Reversible,
            Inverse = new ActionInverse(ActionName, new JsonObject { ["size"] = plan.Size, ["from"] = size }, $"Give {plan.Name} the size {plan.Size} again."),
            Summary = same
                ? $"{plan.Name} has the size {size} already; nothing changes."
                : $"Change {plan.Name} from {plan.Size} to {size}, {CapacityPlan.Instances(plan.Capacity)} as before: every app in it moves to other machines and starts anew, and outgoing addresses may change. It may be too small at its busiest.",
            ByHand = AzCommand.Of("appservice plan update", id, ("name", plan.Name), ("sku", size)),
            UndoByHand = AzCommand.Of("appservice plan update", id, ("name", plan.Name), ("sku", plan.Size)),
            CostPerHourDelta = same ? 0 : old is null || now is null || old.Currency != now.Currency ? null : (now.Amount - old.Amount) * plan.Capacity,
            Currency = now?.Currency,
        };
    }

    [GeneratedRegex("^(?<letter>[A-Za-z]+)(?<number>[0-9])(?<rest>[A-Za-z0-9]*)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Shape();
}

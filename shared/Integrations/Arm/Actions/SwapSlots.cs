using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Azure.Core;
using OpsAutomation.Core.Actions;
using OpsAutomation.Integrations.Arm.Web;

namespace OpsAutomation.Integrations.Arm.Actions;

/// <summary>
/// <c>site.swap-slots</c>: rolls a bad deployment back by exchanging production with the slot that it came from. Only what
/// surely is the version that served before is brought back: the slot must be what the last swap put there, unchanged since.
/// The inverse is the same swap once more, and absolute: production shall serve a named version.
/// </summary>
internal sealed partial class SwapSlots(ArmGateway arm) : TargetAction<SlotPair>(arm)
{
    /// <summary>Name of the action.</summary>
    public const string ActionName = "site.swap-slots";

    // App Service writes the last changes of a swap itself, some time after the swap's own time.
    private static readonly TimeSpan Settling = TimeSpan.FromMinutes(10);

    private static readonly ActionParameter Slot =
        new("slot", ActionParameterType.Text, Required: true, "Name of the slot that holds what served before.");

    private static readonly ActionParameter Production =
        new("production", ActionParameterType.Text, Required: false, "The version (deployment id or image) that production shall serve; absent: whatever the slot holds.");

    private readonly Sites _sites = new(arm);

    /// <summary>What lint knows about it.</summary>
    public static ActionDescriptor Description { get; } = new()
    {
        Name = ActionName,
        ResourceType = Site.Type,
        Parameters = [Slot, Production],
        Permissions =
        [
            "Microsoft.Web/sites/read",
            "Microsoft.Web/sites/slots/read",
            "Microsoft.Web/sites/config/read",
            "Microsoft.Web/sites/slots/config/read",
            "Microsoft.Web/sites/deployments/read",
            "Microsoft.Web/sites/slots/deployments/read",
            "Microsoft.Web/sites/slotsswap/action",
            "Microsoft.Web/sites/operationresults/read",
            "Microsoft.Resources/subscriptions/resourceGroups/resources/read",
            "Microsoft.Authorization/locks/read",
            "Microsoft.Resources/tags/read",
            ActivityLogReader.Permission,
        ],
        Reversibility = Reversibility.Reversible,
        ChangesCount = false,
    };

    /// <inheritdoc/>
    public override ActionDescriptor Descriptor => Description;

    /// <inheritdoc/>
    /// <remarks>Production serves the old version until the slot is warm: sent again, a swap would undo the first.</remarks>
    protected override bool ShowsAtOnce => false;

    /// <inheritdoc/>
    protected override string? Wrong(JsonObject with) =>
        Given.Text(with, Slot) is { } slot && (!Shape().IsMatch(slot) || slot.Equals("production", StringComparison.OrdinalIgnoreCase))
            ? $"'{slot}' is not the name of a slot beside production."
            : null;

    /// <inheritdoc/>
    protected override Task<SlotPair> ReadAsync(ResourceIdentifier id, JsonObject with, CancellationToken cancellationToken) =>
        _sites.ReadPairAsync(id, Text(with, Slot.Name), cancellationToken);

    /// <inheritdoc/>
    protected override Task<PlanResult> DecideAsync(ResourceIdentifier id, PlanRequest request, SlotPair seen, CancellationToken cancellationToken)
    {
        var wanted = Given.Text(request.With, Production) ?? seen.Holds.Version;
        return Task.FromResult(
            seen.Serves.Version is null || wanted is null ? PlanResult.Refused($"What {(seen.Serves.Version is null ? "production" : $"the slot {seen.Slot}")} holds cannot be told: it has no single active deployment and no container image.")
            : Given.Text(request.With, Production) is not null && seen.Serves.Version == wanted ? PlanResult.Of(Plan(id, seen, wanted))
            : Refusal(seen, wanted) is { } refusal ? PlanResult.Refused(refusal)
            : PlanResult.Of(Plan(id, seen, wanted)));
    }

    /// <inheritdoc/>
    protected override Sight Look(ActionPlan plan, SlotPair seen)
    {
        var name = seen.Production.Name;
        return seen.Production.Identity != plan.Target.Identity ? new Sight(Standing.Replaced, $"{name} is another site of the same name.")
            : seen.Serves.Version == Text(plan.Parameters, Production.Name) ? new Sight(Standing.AtTarget, $"{name} serves {seen.Serves.Told}.")
            : JsonNode.DeepEquals(Preconditions(seen), plan.Preconditions) ? new Sight(Standing.AsPlanned, $"{name} still serves {seen.Serves.Told}.")
            : new Sight(Standing.Different, $"{name} serves {seen.Serves.Told} ({seen.Production.State}) and its slot {seen.Slot} holds {seen.Holds.Told} ({seen.SlotState}); that is not what was planned for.");
    }

    /// <inheritdoc/>
    protected override Task<ArmReply> SendAsync(ActionPlan plan, SlotPair seen, Guid requestId, CancellationToken cancellationToken) =>
        _sites.SwapAsync(seen.Production, seen.Slot, requestId, cancellationToken);

    /// <inheritdoc/>
    protected override IReadOnlyDictionary<string, string> Tags(SlotPair seen) => seen.Production.Tags;

    private static string? Refusal(SlotPair seen, string wanted)
    {
        var (name, slot) = (seen.Production.Name, seen.Slot);
        return seen.Production.State != Site.Running ? $"{name} is {seen.Production.State}: a swap would not bring it back."
            : seen.SlotState != Site.Running ? $"The slot {slot} is {seen.SlotState}; a slot that does not run cannot be warmed up and swapped in."
            : seen.Holds.Version == seen.Serves.Version ? $"The slot {slot} holds the same as production, {seen.Serves.Told}: a swap would change nothing."
            : seen.Holds.Version != wanted ? $"The slot {slot} holds {seen.Holds.Told}, not {wanted}; somebody else changed it."
            : seen.Serves.AutoSwap is not null || seen.Holds.AutoSwap is not null ? $"{name} swaps by itself after each deployment (auto swap); turn that off first, or the next deployment undoes it."
            : seen.LastSwap is not { } swapped ? $"{name} was not last swapped with the slot {slot}, so nothing says that the slot holds what served before."
            : seen.SlotChanged is not { } changed ? $"Azure does not say when the slot {slot} was changed last."
            : changed > swapped + Settling ? $"The slot {slot} was changed at {At(changed)}, after its swap at {At(swapped)}: its settings may differ from those that served before in ways that cannot be seen."
            : null;
    }

    private static JsonObject Preconditions(SlotPair seen) => new()
    {
        ["production"] = seen.Serves.Version,
        ["slot"] = seen.Holds.Version,
        ["lastSwap"] = seen.LastSwap is { } swapped ? At(swapped) : null,
        ["state"] = seen.Production.State,
        ["slotState"] = seen.SlotState,
    };

    private static ActionPlan Plan(ResourceIdentifier id, SlotPair seen, string wanted)
    {
        var (name, slot, serves) = (seen.Production.Name, seen.Slot, seen.Serves.Version!);
        var nothing = serves == wanted;
        var command = AzCommand.Of("webapp deployment slot swap", id, ("name", name), ("slot", slot), ("target-slot", "production"));
        return new ActionPlan
        {
            Action = ActionName,
            Target = Named(id, seen.Production.Identity, name),
            Parameters = new JsonObject { [Slot.Name] = slot, [Production.Name] = wanted },
            Preconditions = Preconditions(seen),
            Before = Seen(("production", serves), ("slot", seen.Holds.Version ?? "unknown")),
            After = nothing ? Seen(("production", serves), ("slot", seen.Holds.Version ?? "unknown")) : Seen(("production", wanted), ("slot", serves)),
            Reversibility = Reversibility.Reversible,
            Inverse = new ActionInverse(ActionName, new JsonObject { [Slot.Name] = slot, [Production.Name] = serves }, $"Swap {name} with its slot {slot} again, so that {seen.Serves.Told} serves."),
            Summary = nothing
                ? $"{name} serves {seen.Serves.Told} already; nothing changes."
                : $"Swap {name} with its slot {slot}: {seen.Holds.Told} serves again, and {seen.Serves.Told} goes to the slot. Azure warms the slot up first; running requests end in their place. A database that the bad version changed is not changed back.",
            ByHand = command,
            UndoByHand = command,
            CostPerHourDelta = 0,
        };
    }

    private static string At(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9-]{0,58}\z", RegexOptions.None, 1000)]
    private static partial Regex Shape();
}

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Azure.Core;
using OpsAutomation.Core.Actions;
using OpsAutomation.Integrations.Arm.Prices;
using OpsAutomation.Integrations.Arm.Web;

namespace OpsAutomation.Integrations.Arm.Actions;

/// <summary>
/// <c>function.always-ready</c>: how many instances of a Flex Consumption app are kept warm for a group of functions. Cold starts
/// end while they are there, and they cost every hour: made for a step with a <c>ttl</c>.
/// </summary>
internal sealed partial class AlwaysReadyInstances(ArmGateway arm, IPriceList prices) : TargetAction<Site>(arm)
{
    /// <summary>Name of the action.</summary>
    public const string ActionName = "function.always-ready";

    /// <summary>Field of the state after that a person judges the expense by.</summary>
    private const string PerRequests = "cost per 1,000 requests";

    /// <summary>The most instances of an app (Flex Consumption, documented limit).</summary>
    private const int Most = 1000;

    /// <summary>What an app may have when it does not say (Flex Consumption's default).</summary>
    private const int UsualMaximum = 100;

    private static readonly ActionParameter Instances =
        new("instances", ActionParameterType.Integer, Required: false, "How many instances shall be always ready. This or 'add'.", Min: 0, Max: Most);

    private static readonly ActionParameter Add =
        new("add", ActionParameterType.Integer, Required: false, "How many to keep ready besides those that are. This or 'instances'.", Min: 1, Max: Most);

    private static readonly ActionParameter Group =
        new("group", ActionParameterType.Text, Required: false, "Which functions: http, blob, durable, or function:NAME. Default: http.");

    private static readonly ActionParameter From =
        new("from", ActionParameterType.Integer, Required: false, "How many there must be now: when somebody changed it meanwhile, a person decides.", Min: 0, Max: Most);

    private readonly Sites _sites = new(arm);

    /// <summary>What lint knows about it.</summary>
    public static ActionDescriptor Description { get; } = new()
    {
        Name = ActionName,
        ResourceType = Site.Type,
        Parameters = [Instances, Add, Group, From],
        Permissions =
        [
            "Microsoft.Web/sites/read",
            "Microsoft.Web/sites/write",
            "Microsoft.Resources/subscriptions/resourceGroups/resources/read",
            "Microsoft.Authorization/locks/read",
            "Microsoft.Resources/tags/read",
        ],
        Reversibility = Reversibility.Reversible,
        ChangesCount = true,
        CountCarriesLoad = false,
    };

    /// <inheritdoc/>
    public override ActionDescriptor Descriptor => Description;

    /// <inheritdoc/>
    protected override string? Wrong(JsonObject with) =>
        with.ContainsKey(Instances.Name) == with.ContainsKey(Add.Name)
            ? with.ContainsKey(Add.Name) ? "'instances' and 'add' exclude each other." : "'instances' is absent, and so is 'add': the step must give one of them."
            : Shape().IsMatch(GroupOf(with)) ? null : $"'{GroupOf(with)}' is no group of functions: http, blob, durable, or function:NAME.";

    /// <inheritdoc/>
    protected override Task<Site> ReadAsync(ResourceIdentifier id, JsonObject with, CancellationToken cancellationToken) => _sites.ReadAsync(id, cancellationToken);

    /// <inheritdoc/>
    protected override Task<PlanResult> DecideAsync(ResourceIdentifier id, PlanRequest request, Site seen, CancellationToken cancellationToken)
    {
        if (Scale(seen) is not { } scale)
        {
            return Task.FromResult(PlanResult.Refused($"{seen.Name} is no Flex Consumption app: only those keep instances ready in this way."));
        }

        var (from, group) = (Given.Int(request.With, From, out _), GroupOf(request.With));
        var now = Count(scale, group);
        var wanted = Given.Int(request.With, Instances, out _) ?? now + Given.Int(request.With, Add, out _)!.Value;
        var (others, most) = (Total(scale) - now, (int?)Number(scale["maximumInstanceCount"]) ?? UsualMaximum);
        var refusal = from is not null && now != from && now != wanted ? $"{seen.Name} keeps {now} instances ready for {group}, not {from} as this incident left it; somebody else changed it."
            : wanted > request.MaxCapacity ? $"{seen.Name} would keep {wanted} instances ready, and the playbook allows at most {request.MaxCapacity}."
            : wanted + others > most ? $"{seen.Name} would keep {wanted + others} instances ready, and it may have at most {most} in all."
            : null;
        return Task.FromResult(refusal is null ? PlanResult.Of(Plan(id, seen, group, now, wanted, scale)) : PlanResult.Refused(refusal));
    }

    /// <inheritdoc/>
    protected override Sight Look(ActionPlan plan, Site seen)
    {
        var group = GroupOf(plan.Parameters);
        var now = Scale(seen) is { } scale ? Count(scale, group) : -1;
        var text = $"{seen.Name} keeps {now} instances ready for {group}.";
        return seen.Identity != plan.Target.Identity ? new Sight(Standing.Replaced, $"{seen.Name} is another app of the same name.")
            : now < 0 ? new Sight(Standing.Different, $"{seen.Name} is no Flex Consumption app any more.")
            : now == Number(plan.Parameters[Instances.Name]) ? new Sight(Standing.AtTarget, text)
            : now == Number(plan.Preconditions[Instances.Name]) ? new Sight(Standing.AsPlanned, text)
            : new Sight(Standing.Different, $"{text} Planned was from {plan.Preconditions[Instances.Name]}.");
    }

    /// <inheritdoc/>
    protected override Task<ArmReply> SendAsync(ActionPlan plan, Site seen, Guid requestId, CancellationToken cancellationToken)
    {
        // The whole of functionAppConfig as it was read: a part of it might be taken for all of it.
        var config = (JsonObject)seen.Properties["functionAppConfig"]!.DeepClone();
        var scale = (JsonObject)config["scaleAndConcurrency"]!;
        var (group, wanted) = (GroupOf(plan.Parameters), Number(plan.Parameters[Instances.Name]));
        var ready = new JsonArray([.. Entries(scale).Where(e => !IsGroup(e, group)).Select(e => e.DeepClone())]);
        if (wanted > 0)
        {
            ready.Add(new JsonObject { ["name"] = group, ["instanceCount"] = wanted });
        }

        scale["alwaysReady"] = ready;
        return _sites.PatchAsync(seen, new JsonObject { ["functionAppConfig"] = config }, requestId, cancellationToken);
    }

    /// <inheritdoc/>
    protected override IReadOnlyDictionary<string, string> Tags(Site seen) => seen.Tags;

    private static JsonObject? Scale(Site site) => site.Properties["functionAppConfig"]?["scaleAndConcurrency"] as JsonObject;

    private static IEnumerable<JsonObject> Entries(JsonObject scale) => (scale["alwaysReady"] as JsonArray ?? []).OfType<JsonObject>();

    private static bool IsGroup(JsonObject entry, string group) => string.Equals(entry["name"]?.ToString(), group, StringComparison.OrdinalIgnoreCase);

    private static int Count(JsonObject scale, string group) => (int)(Entries(scale).Where(e => IsGroup(e, group)).Sum(e => Number(e["instanceCount"])) ?? 0);

    private static int Total(JsonObject scale) => (int)(Entries(scale).Sum(e => Number(e["instanceCount"])) ?? 0);

    private static long? Number(JsonNode? node) =>
        node?.GetValueKind() == JsonValueKind.Number && long.TryParse(node.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string GroupOf(JsonObject with) => Given.Text(with, Group) ?? "http";

    private ActionPlan Plan(ResourceIdentifier id, Site app, string group, int now, int wanted, JsonObject scale)
    {
        var memory = Number(scale["instanceMemoryMB"]) ?? 2048;
        var price = prices.PerHour(string.Create(CultureInfo.InvariantCulture, $"FlexConsumption_AlwaysReady_{memory}MB"));
        return new ActionPlan
        {
            Action = ActionName,
            Target = Named(id, app.Identity, app.Name),
            Parameters = new JsonObject { [Instances.Name] = wanted, [Group.Name] = group },
            Preconditions = new JsonObject { [Instances.Name] = now, ["memoryMB"] = memory },
            Before = Seen((Instances.Name, now.ToString(CultureInfo.InvariantCulture))),
            After = Seen((Instances.Name, wanted.ToString(CultureInfo.InvariantCulture)), (PerRequests, Share(price, wanted))),
            Reversibility = Reversibility.Reversible,
            Inverse = new ActionInverse(
                ActionName,
                new JsonObject { [Instances.Name] = now, [Group.Name] = group, [From.Name] = wanted },
                $"Let {app.Name} keep {CapacityPlan.Instances(now)} ready for {group} again."),
            Summary = wanted == now ? $"{app.Name} keeps {CapacityPlan.Instances(wanted)} ready for {group} already; nothing changes."
                : $"Let {app.Name} keep {CapacityPlan.Instances(wanted)} of {memory} MB ready for {group}, instead of {now}.{(wanted > now ? $" They cost every hour, used or not: {Share(price, wanted)}." : string.Empty)}",
            ByHand = Command(id, app, group, wanted),
            UndoByHand = Command(id, app, group, now),
            CostPerHourDelta = wanted == now ? 0 : price?.Amount * (wanted - now),
            Currency = price?.Currency,
            CapacityAfter = wanted,
        };
    }

    // What is paid by the hour is worth as much as it is used: an hour's price is the price of 1,000 requests where an hour has
    // 1,000 of them.
    private static string Share(Price? price, int instances) => price is null ? "no price is known"
        : instances == 0 ? "nothing"
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{price.Amount * instances:0.###} {price.Currency} an hour, which is as much per 1,000 requests at 1,000 requests an hour and a tenth of it at 10,000");

    private static string Command(ResourceIdentifier id, Site app, string group, int count) => count == 0
        ? AzCommand.Of("functionapp scale config always-ready delete", id, ("name", app.Name), ("setting-names", group))
        : AzCommand.Of("functionapp scale config always-ready set", id, ("name", app.Name), ("settings", $"{group}={count}"));

    [GeneratedRegex(@"^(http|blob|durable|function:[A-Za-z][A-Za-z0-9_-]{0,126})\z", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Shape();
}

using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Azure.Core;
using OpsAutomation.Core.Actions;
using OpsAutomation.Integrations.Arm.Network;

namespace OpsAutomation.Integrations.Arm.Actions;

/// <summary>What removing a rule of a network security group and putting it back share.</summary>
internal abstract partial class RuleChange(ArmGateway arm) : TargetAction<SecurityGroup>(arm)
{
    /// <summary>Key of the rule's content in parameters and preconditions; null for a rule that is not there.</summary>
    protected const string Content = "content";

    /// <summary>The groups.</summary>
    protected SecurityGroups Groups { get; } = new(arm);

    /// <inheritdoc/>
    protected override bool ActsBelow => true;

    /// <summary>Describes a change of a rule.</summary>
    protected static ActionDescriptor Describe(string name, string permission, params IReadOnlyList<ActionParameter> parameters) => new()
    {
        Name = name,
        ResourceType = SecurityGroup.Type,
        Parameters = parameters,
        Permissions =
        [
            "Microsoft.Network/networkSecurityGroups/read",
            $"Microsoft.Network/networkSecurityGroups/securityRules/{permission}",
            "Microsoft.Network/locations/operations/read",
            "Microsoft.Authorization/locks/read",
            "Microsoft.Resources/tags/read",
            ActivityLogReader.Permission,
        ],
        Reversibility = Reversibility.Reversible,
        ChangesCount = false,
    };

    /// <inheritdoc/>
    protected override string? Wrong(JsonObject with) =>
        with["rule"]?.ToString() is { } rule && !Shape().IsMatch(rule) ? $"'{rule}' is no name of a security rule." : null;

    /// <inheritdoc/>
    protected override Task<SecurityGroup> ReadAsync(ResourceIdentifier id, JsonObject with, CancellationToken cancellationToken) => Groups.ReadAsync(id, cancellationToken);

    /// <inheritdoc/>
    protected override Sight Look(ActionPlan plan, SecurityGroup seen)
    {
        var name = Text(plan.Parameters, "rule");
        var now = seen.Find(name)?.Content;
        var text = $"{seen.Name} has {(now is null ? "no rule" : "a rule")} {name} ({seen.State}).";
        return seen.Identity != plan.Target.Identity ? new Sight(Standing.Replaced, $"{seen.Name} is another network security group of the same name.")
            : now == plan.Parameters[Content]?.ToString() ? new Sight(Standing.AtTarget, text, !seen.Settled)
            : now != plan.Preconditions[Content]?.ToString() ? new Sight(Standing.Different, $"{text} It is not the rule that was planned for.")
            : seen.State is "Failed" or "Canceled" && seen.State != plan.Preconditions["state"]?.ToString() ? new Sight(Standing.Failed, text)
            : new Sight(Standing.AsPlanned, text, !seen.Settled);
    }

    /// <inheritdoc/>
    protected override IReadOnlyDictionary<string, string> Tags(SecurityGroup seen) => seen.Tags;

    /// <summary>The plan that brings a rule from what it is to what it shall be; null stands for not there.</summary>
    protected ActionPlan Plan(ResourceIdentifier id, SecurityGroup group, string rule, string? now, string? target, ActionInverse? inverse, string summary) => new()
    {
        Action = Descriptor.Name,
        Target = Named(id, group.Identity, group.Name),
        Parameters = new JsonObject { ["rule"] = rule, [Content] = target },
        Preconditions = new JsonObject { [Content] = now, ["state"] = group.State },
        Before = Seen(("rule", rule), ("content", now ?? "none")),
        After = Seen(("rule", rule), ("content", target ?? "none")),
        Reversibility = Reversibility.Reversible,
        Inverse = inverse,
        Summary = summary,
        ByHand = Command(id, group, rule, target),
        UndoByHand = Command(id, group, rule, now),
        CostPerHourDelta = 0,
    };

    // The command line has an option for each field; the request itself is surer.
    private static string Command(ResourceIdentifier id, SecurityGroup group, string rule, string? content) => content is null
        ? AzCommand.Of("network nsg rule delete", id, ("nsg-name", group.Name), ("name", rule))
        : AzCommand.With(
            "az rest --method put",
            ("url", $"https://management.azure.com{id}/securityRules/{rule}?api-version={SecurityGroups.ApiVersion}"),
            ("body", $$"""{"properties":{{content}}}"""));

    [GeneratedRegex(@"^[A-Za-z0-9]([A-Za-z0-9_.-]{0,78}[A-Za-z0-9_])?\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Shape();
}

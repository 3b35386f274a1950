using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Core;
using OpsAutomation.Core.Actions;
using OpsAutomation.Integrations.Arm.Network;

namespace OpsAutomation.Integrations.Arm.Actions;

/// <summary>
/// <c>nsg.put-rule</c>: puts a rule of a network security group back as it was; the inverse of <c>nsg.remove-rule</c>. With that
/// very rule in place, its plan changes nothing and succeeds; a rule that somebody else made under the name is left alone.
/// </summary>
internal sealed class PutRule(ArmGateway arm) : RuleChange(arm)
{
    /// <summary>Name of the action.</summary>
    public const string ActionName = "nsg.put-rule";

    private static readonly ActionParameter Rule = new("rule", ActionParameterType.Text, Required: true, "Name of the rule.");

    private static readonly ActionParameter Properties = new(Content, ActionParameterType.Text, Required: true, "Its content: JSON text of the rule's properties.");

    /// <summary>What lint knows about it.</summary>
    public static ActionDescriptor Description { get; } = Describe(ActionName, "write", Rule, Properties) with { TakenBackBy = RemoveRule.ActionName };

    /// <inheritdoc/>
    public override ActionDescriptor Descriptor => Description;

    /// <inheritdoc/>
    protected override string? Wrong(JsonObject with) => base.Wrong(with) ?? (Parse(with) is null ? "'content' is no JSON text of a rule's properties." : null);

    /// <inheritdoc/>
    protected override Task<PlanResult> DecideAsync(ResourceIdentifier id, PlanRequest request, SecurityGroup seen, CancellationToken cancellationToken)
    {
        var rule = new SecurityRule(Text(request.With, Rule.Name), Parse(request.With)!);
        var now = seen.Find(rule.Name)?.Content;
        return Task.FromResult(
            !seen.Settled ? PlanResult.Later($"{seen.Name} is not settled: its provisioning state is {seen.State}.")
            : now is not null && now != rule.Content ? PlanResult.Refused($"{seen.Name} has another rule {rule.Name} by now; somebody else made it.")
            : PlanResult.Of(Plan(
                id,
                seen,
                rule.Name,
                now,
                rule.Content,
                now is null ? new ActionInverse(RemoveRule.ActionName, new JsonObject { ["rule"] = rule.Name }, $"Remove the rule {rule.Name} of {seen.Name} again.") : null,
                now is null ? $"Put the rule {rule.Name} of {seen.Name} back ({rule.Told})." : $"{seen.Name} has the rule {rule.Name} already; nothing changes.")));
    }

    /// <inheritdoc/>
    protected override Task<ArmReply> SendAsync(ActionPlan plan, SecurityGroup seen, Guid requestId, CancellationToken cancellationToken) =>
        Groups.PutRuleAsync(seen, Text(plan.Parameters, Rule.Name), Parse(plan.Parameters)!, requestId, cancellationToken);

    private static JsonObject? Parse(JsonObject with)
    {
        try
        {
            return JsonNode.Parse(Text(with, Content)) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

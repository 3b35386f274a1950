using System.Text.Json.Nodes;
using Azure.Core;
using OpsAutomation.Core.Actions;
using OpsAutomation.Integrations.Arm.Network;

namespace OpsAutomation.Integrations.Arm.Actions;

/// <summary>
/// <c>nsg.remove-rule</c>: closes what a rule opens to the whole Internet. The rule is removed, not turned into a denial, which
/// would also keep out our own networks and Azure's probes; it is remembered whole, and <c>nsg.put-rule</c> puts it back.
/// </summary>
internal sealed class RemoveRule(ArmGateway arm) : RuleChange(arm)
{
    /// <summary>Name of the action.</summary>
    public const string ActionName = "nsg.remove-rule";

    private static readonly ActionParameter Rule =
        new("rule", ActionParameterType.Text, Required: false, "Name of the rule; absent: the only one that is open to the Internet.");

    /// <summary>What lint knows about it.</summary>
    public static ActionDescriptor Description { get; } = Describe(ActionName, "delete", Rule) with { TakenBackBy = PutRule.ActionName };

    /// <inheritdoc/>
    public override ActionDescriptor Descriptor => Description;

    /// <inheritdoc/>
    protected override Task<PlanResult> DecideAsync(ResourceIdentifier id, PlanRequest request, SecurityGroup seen, CancellationToken cancellationToken)
    {
        var named = Given.Text(request.With, Rule);
        var open = named is null ? seen.Rules.Where(r => r.IsPermissive).ToList() : seen.Find(named) is { } found ? [found] : [];
        var refusal = !seen.Settled ? null
            : open.Count > 1 ? $"{open.Count} rules of {seen.Name} are open to the Internet ({string.Join(", ", open.Select(r => r.Name))}); a person says which of them shall go."
            : open.Count == 0 ? named is null ? $"No rule of {seen.Name} is open to the Internet on a port that should not be." : $"{seen.Name} has no rule {named}."
            : !open[0].IsPermissive ? $"The rule {open[0].Name} of {seen.Name} ({open[0].Told}) is not open to the Internet on a port that should not be; removing it would cut off what is meant."
            : null;
        return Task.FromResult(
            !seen.Settled ? PlanResult.Later($"{seen.Name} is not settled: its provisioning state is {seen.State}.")
            : refusal is not null ? PlanResult.Refused(refusal)
            : PlanResult.Of(Plan(
                id,
                seen,
                open[0].Name,
                open[0].Content,
                null,
                new ActionInverse(PutRule.ActionName, new JsonObject { ["rule"] = open[0].Name, [Content] = open[0].Content }, $"Put the rule {open[0].Name} of {seen.Name} back as it was."),
                $"Remove the rule {open[0].Name} of {seen.Name} ({open[0].Told}). Whoever uses it from the Internet is cut off, those who should not and those who should; open connections may live on until they end.")));
    }

    /// <inheritdoc/>
    protected override Task<ArmReply> SendAsync(ActionPlan plan, SecurityGroup seen, Guid requestId, CancellationToken cancellationToken) =>
        Groups.DeleteRuleAsync(seen, Text(plan.Parameters, Rule.Name), requestId, cancellationToken);
}

using System.Text.Json.Nodes;
using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Incidents;

namespace OpsAutomation.Functions.Activities;

/// <summary>
/// Plans the inverse of an executed step as the world is now. What someone else changed meanwhile is not overwritten: then
/// there is no plan, and a person decides.
/// </summary>
public sealed class InversePlanner(ActionLookup actions, GuardrailSettings? settings = null)
{
    /// <summary>Plans taking back what the step's last intent did.</summary>
    public async Task<PlanResult> PlanAsync(IncidentFile file, string stepId, CancellationToken cancellationToken)
    {
        if (ActionLookup.Executed(file, stepId) is not { Inverse: { } inverse } executed)
        {
            return PlanResult.Refused($"Step {stepId} did nothing that could be taken back.");
        }

        var result = await actions.Find(inverse.Action).PlanAsync(
            new PlanRequest(executed.Target.ResourceId, (JsonObject)inverse.Parameters.DeepClone(), null), cancellationToken);
        if (result.Plan is not { } plan)
        {
            return result;
        }

        if (plan.Target.Identity != executed.Target.Identity)
        {
            return PlanResult.Refused($"{executed.Target.Name} is not the resource that was changed: it was created anew.");
        }

        // A change that failed, or that a person took back, may have left everything as it was. Planning that changes nothing.
        if (!IsAsBefore(executed, plan) && plan.Before.Any(b => executed.After.TryGetValue(b.Key, out var left) && left != b.Value))
        {
            return PlanResult.Refused($"{executed.Target.Name} was changed by someone else since: {Differences(executed, plan)}.");
        }

        // Taking back is acting, too: what people have protected meanwhile is theirs.
        var refusals = PlanGuardrails.Check(plan, actions.Find(plan.Action).Descriptor, ActionLookup.Resolve(file, stepId).Limits, settings).Refusals();
        return refusals.Count == 0 ? result : PlanResult.Refused($"Guardrails refuse '{plan.Summary}': {string.Join(" ", refusals)}");
    }

    private static bool IsAsBefore(ActionPlan executed, ActionPlan now) =>
        executed.Before.Count > 0 && executed.Before.All(was => now.Before.TryGetValue(was.Key, out var value) && value == was.Value);

    private static string Differences(ActionPlan executed, ActionPlan now) => string.Join(
        ", ",
        now.Before.Where(b => executed.After.TryGetValue(b.Key, out var left) && left != b.Value)
            .Select(b => $"{b.Key} is {b.Value} and was left at {executed.After[b.Key]}"));
}

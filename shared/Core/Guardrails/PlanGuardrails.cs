using System.Text.Json.Nodes;
using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Guardrails.Spending;
using OpsAutomation.Core.Playbooks;
using OpsAutomation.Core.Services;

namespace OpsAutomation.Core.Guardrails;

/// <summary>The guardrails that judge a plan by itself. Checked when it is made and again before it is sent.</summary>
public static class PlanGuardrails
{
    /// <summary>What every guardrail says about the plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="action">What is known about its action.</param>
    /// <param name="limits">The playbook's limits.</param>
    /// <param name="settings">The tenant's settings; null where only the playbook's limits are asked for.</param>
    /// <param name="spend">What was added in 24 hours; null leaves the question of money to the start.</param>
    /// <param name="now">The time; needed with <paramref name="spend"/>.</param>
    public static IReadOnlyList<Verdict> Check(
        ActionPlan plan, ActionDescriptor action, PlaybookLimits limits, GuardrailSettings? settings = null, SpendBook? spend = null, DateTimeOffset now = default)
    {
        List<Verdict> verdicts = [MaximumCapacityRule.Check(plan, action, limits), ProtectedResourceRule.Check(plan)];
        if (settings is not null)
        {
            var facts = new GuardrailFacts
            {
                Now = now,
                Holder = string.Empty,
                Resources = [new ResourceFacts(plan.Target.ResourceId.ToLowerInvariant()) { Subscription = ArmId.SubscriptionOf(plan.Target.ResourceId) }],
                Identities = IdentitiesOf(plan),
                Spend = spend,
                Cost = new PlannedCost(plan.CostPerHourDelta, plan.Currency),
            };
            verdicts.Add(OwnResourceRule.Check(facts, settings.Own));
            verdicts.Add(ProtectedListRule.Check(facts, settings.ProtectedResources));
            if (spend is not null)
            {
                verdicts.Add(SpendRule.Check(facts, settings.Spend));
            }
        }

        return verdicts;
    }

    /// <summary>Every name under which a plan addresses something: identity, short name, and the texts among its parameters.</summary>
    internal static IReadOnlyList<string> IdentitiesOf(ActionPlan plan)
    {
        var names = new List<string> { plan.Target.Identity, plan.Target.Name };
        Collect(plan.Parameters, names);
        Collect(plan.Preconditions, names);
        return names;
    }

    private static void Collect(JsonNode? node, List<string> names)
    {
        switch (node)
        {
            case JsonObject map:
                foreach (var (_, value) in map)
                {
                    Collect(value, names);
                }

                break;
            case JsonArray list:
                foreach (var value in list)
                {
                    Collect(value, names);
                }

                break;
            case JsonValue value when value.TryGetValue<string>(out var text):
                names.Add(text);
                break;
        }
    }
}

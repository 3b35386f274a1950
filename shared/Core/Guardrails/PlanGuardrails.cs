using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Playbooks;

namespace OpsAutomation.Core.Guardrails;

/// <summary>The guardrails that judge a plan by itself. Checked when it is made and again before it is sent.</summary>
public static class PlanGuardrails
{
    /// <summary>What every guardrail says about the plan.</summary>
    public static IReadOnlyList<Verdict> Check(ActionPlan plan, ActionDescriptor action, PlaybookLimits limits) =>
        [MaximumCapacityRule.Check(plan, action, limits), ProtectedResourceRule.Check(plan)];
}

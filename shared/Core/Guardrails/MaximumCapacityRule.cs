using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Playbooks;

namespace OpsAutomation.Core.Guardrails;

/// <summary>No step leaves more behind than its playbook allows.</summary>
public static class MaximumCapacityRule
{
    /// <summary>Name in verdicts.</summary>
    public const string Name = "maximum-capacity";

    /// <summary>Refuses a plan beyond the limit; also one that changes a count and does not say to how much, or has no limit.</summary>
    public static Verdict Check(ActionPlan plan, ActionDescriptor action, PlaybookLimits limits)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(action);
        ArgumentNullException.ThrowIfNull(limits);
        if (!action.ChangesCount && plan.CapacityAfter is null)
        {
            return Verdict.Pass(Name, "The action changes no count.");
        }

        return (plan.CapacityAfter, limits.MaxCapacity) switch
        {
            (null, _) => Verdict.Refuse(Name, "The plan does not say how many there will be."),
            (_, null) => Verdict.Refuse(Name, "The playbook has no maximum capacity."),
            ({ } after, { } max) when after > max => Verdict.Refuse(Name, $"There would be {after}; at most {max} are allowed."),
            ({ } after, { } max) => Verdict.Pass(Name, $"There will be {after} of at most {max}."),
        };
    }
}

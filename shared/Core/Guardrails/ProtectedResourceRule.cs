using OpsAutomation.Core.Actions;

namespace OpsAutomation.Core.Guardrails;

/// <summary>What people have locked or tagged as protected is theirs.</summary>
public static class ProtectedResourceRule
{
    /// <summary>Name in verdicts.</summary>
    public const string Name = "protected";

    /// <summary>Refuses a plan whose target, or what contains it, is protected, or whose target is not named exactly.</summary>
    public static Verdict Check(ActionPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (string.IsNullOrWhiteSpace(plan.Target.ResourceId) || string.IsNullOrWhiteSpace(plan.Target.Identity))
        {
            return Verdict.Refuse(Name, "The plan does not name its target exactly, so whether it is protected cannot be told.");
        }

        return plan.ProtectedBy is { } by
            ? Verdict.Refuse(Name, $"{plan.Target.Name} is protected by {by}.")
            : Verdict.Pass(Name, $"{plan.Target.Name} is not protected.");
    }

    /// <summary>For sending: refuses what is protected now, whatever the plan says, and what cannot be read.</summary>
    public static Verdict CheckNow(ActionPlan plan, ProtectionReading now)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(now);
        return now.Unreadable is { } why
            ? Verdict.Refuse(Name, $"Whether {plan.Target.Name} is protected now cannot be read: {why}")
            : Check(plan with { ProtectedBy = now.ProtectedBy });
    }
}

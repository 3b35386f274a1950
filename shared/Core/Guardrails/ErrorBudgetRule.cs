using OpsAutomation.Core.Guardrails.Budgets;
using OpsAutomation.Core.Guardrails.Settings;

namespace OpsAutomation.Core.Guardrails;

/// <summary>
/// While a service has error budget left, automation may take the risk of acting alone; when it is spent, or its state is not
/// known, a person decides. A service without SLO follows its tier.
/// </summary>
public static class ErrorBudgetRule
{
    /// <summary>Name in verdicts.</summary>
    public const string Name = "error-budget";

    /// <summary>The strictest of what holds for the resources.</summary>
    public static Verdict Check(GuardrailFacts facts, BudgetSettings settings)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(settings);
        if (facts.Purpose is ChangePurpose.Undo or ChangePurpose.PersonUndo)
        {
            return Verdict.Pass(Name, "Taking back spends no error budget.");
        }

        var all = facts.Resources.Select(r => One(r.Service, r.Budget, settings)).ToList();
        return all.MaxBy(v => v.Kind) is { } worst ? worst with { About = worst.Kind == VerdictKind.NeedsPerson ? string.Join(',', all.Select(v => v.About).OfType<string>().Distinct(StringComparer.Ordinal)) : null } : Verdict.Refuse(Name, "No resource is named, so no error budget can be read.");
    }

    // Spent and unknown are one question, since unknown counts as spent: whoever answers it has answered both.
    private static Verdict One(string? service, BudgetReading budget, BudgetSettings settings) => budget.State switch
    {
        BudgetState.Available => Verdict.Pass(Name, budget.Reason),
        BudgetState.Spent => Verdict.Ask(Name, $"{budget.Reason} A person decides.", $"{service} spent"),
        BudgetState.NoSlo => Restrained(settings.Of(budget.Tier), $"{budget.Reason} Tier {budget.Tier} says: ", $"{service} without SLO"),
        BudgetState.NoService => Restrained(settings.NoService, $"{budget.Reason} For such the settings say: ", "no service"),
        _ => Verdict.Ask(Name, $"{budget.Reason} Unknown counts as spent; a person decides.", $"{service} spent"),
    };

    private static Verdict Restrained(Restraint restraint, string reason, string about) => restraint switch
    {
        Restraint.Automatic => Verdict.Pass(Name, $"{reason}automation may act alone."),
        Restraint.Refuse => Verdict.Refuse(Name, $"{reason}automation does not act."),
        _ => Verdict.Ask(Name, $"{reason}a person decides.", about),
    };
}

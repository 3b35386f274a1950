using OpsAutomation.Core.Guardrails.Settings;

namespace OpsAutomation.Core.Guardrails;

/// <summary>What automation adds to the bill in a day, and does not give back, is bounded.</summary>
public static class SpendRule
{
    /// <summary>Name in verdicts.</summary>
    public const string Name = "daily-spend";

    // Sums of prices differ in the last digits.
    private const double Tolerance = 1e-9;

    /// <summary>Refuses a change that goes beyond the limit; an unknown price is what the settings say.</summary>
    public static Verdict Check(GuardrailFacts facts, SpendSettings settings)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(settings);
        if (facts.Purpose != ChangePurpose.Step)
        {
            return Verdict.Pass(Name, "What is taken back was counted when it was added.");
        }

        if (facts.Spend is null)
        {
            return Verdict.Refuse(Name, "What was added in 24 hours cannot be read.");
        }

        if (facts.Cost is not { PerHour: { } more } || (more > 0 && !string.Equals(facts.Cost.Currency, settings.Currency, StringComparison.OrdinalIgnoreCase)))
        {
            return settings.UnknownPrice switch
            {
                Restraint.Automatic => Verdict.Pass(Name, $"Its price in {settings.Currency} is not known, which the settings allow."),
                Restraint.Refuse => Verdict.Refuse(Name, $"Its price in {settings.Currency} is not known, and that counts as too much."),
                _ => Verdict.Ask(Name, $"Its price in {settings.Currency} is not known; a person decides."),
            };
        }

        if (more <= 0)
        {
            return Verdict.Pass(Name, "It adds no cost.");
        }

        var added = facts.Spend.Added(settings.Currency, facts.Now);
        return added + more <= settings.MaxAddedPerHour + Tolerance
            ? Verdict.Pass(Name, FormattableString.Invariant($"With it, {added + more:0.####} {settings.Currency} per hour of {settings.MaxAddedPerHour:0.####} were added in 24 hours and not given back."))
            : Verdict.Refuse(Name, FormattableString.Invariant($"It adds {more:0.####} {settings.Currency} per hour to the {added:0.####} of the last 24 hours; {settings.MaxAddedPerHour:0.####} are allowed."));
    }
}

namespace OpsAutomation.Core.Guardrails;

/// <summary>What one guardrail says.</summary>
/// <param name="Rule">Name of the guardrail, for example <c>cooldown</c>.</param>
/// <param name="Allowed">Whether it lets the change pass.</param>
/// <param name="Reason">Why, in a sentence for a person; said for a pass too.</param>
public sealed record Verdict(string Rule, bool Allowed, string Reason)
{
    /// <summary>Lets it pass.</summary>
    public static Verdict Pass(string rule, string reason) => new(rule, true, reason);

    /// <summary>Refuses.</summary>
    public static Verdict Refuse(string rule, string reason) => new(rule, false, reason);
}

/// <summary>Reading what guardrails said.</summary>
public static class Verdicts
{
    /// <summary>The reasons of those that refuse, each with the name of its rule.</summary>
    public static IReadOnlyList<string> Refusals(this IEnumerable<Verdict> verdicts) =>
        [.. verdicts.Where(v => !v.Allowed).Select(v => $"{v.Rule}: {v.Reason}")];
}

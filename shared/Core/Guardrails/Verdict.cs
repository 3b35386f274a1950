using System.Text.Json.Serialization;

namespace OpsAutomation.Core.Guardrails;

/// <summary>How a guardrail decides.</summary>
public enum VerdictKind
{
    /// <summary>It lets the change pass.</summary>
    Allowed,

    /// <summary>Automation may not decide alone: a run that would act by itself asks instead.</summary>
    NeedsPerson,

    /// <summary>The change is not made, whoever asks.</summary>
    Refused,
}

/// <summary>What one guardrail says.</summary>
/// <param name="Rule">Name of the guardrail, for example <c>cooldown</c>.</param>
/// <param name="Kind">How it decides.</param>
/// <param name="Reason">Why, in a sentence for a person; said for a pass too.</param>
public sealed record Verdict(string Rule, VerdictKind Kind, string Reason)
{
    /// <summary>Whether it does not refuse; a person may still be needed.</summary>
    [JsonIgnore]
    public bool Allowed => Kind != VerdictKind.Refused;

    /// <summary>Lets it pass.</summary>
    public static Verdict Pass(string rule, string reason) => new(rule, VerdictKind.Allowed, reason);

    /// <summary>Lets it pass when a person approves.</summary>
    public static Verdict Ask(string rule, string reason) => new(rule, VerdictKind.NeedsPerson, reason);

    /// <summary>Refuses.</summary>
    public static Verdict Refuse(string rule, string reason) => new(rule, VerdictKind.Refused, reason);
}

/// <summary>Reading what guardrails said.</summary>
public static class Verdicts
{
    /// <summary>The reasons of those that refuse, each with the name of its rule.</summary>
    public static IReadOnlyList<string> Refusals(this IEnumerable<Verdict> verdicts) =>
        [.. verdicts.Where(v => !v.Allowed).Select(v => $"{v.Rule}: {v.Reason}")];

    /// <summary>The reasons of those that want a person, each with the name of its rule.</summary>
    public static IReadOnlyList<string> Questions(this IEnumerable<Verdict> verdicts) =>
        [.. verdicts.Where(v => v.Kind == VerdictKind.NeedsPerson).Select(v => $"{v.Rule}: {v.Reason}")];
}

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
    /// <summary>What it is about, several with commas between, where a rule may want a person for different things: names of freezes, of services.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? About { get; init; }

    /// <summary>The questions that it puts to a person, by names that stay the same while the world does; empty when it wants nobody.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Asks => Kind != VerdictKind.NeedsPerson ? []
        : About is null ? [Rule]
        : [.. About.Split(',').Select(a => $"{Rule}:{a}")];

    /// <summary>Whether it does not refuse; a person may still be needed.</summary>
    [JsonIgnore]
    public bool Allowed => Kind != VerdictKind.Refused;

    /// <summary>Lets it pass.</summary>
    public static Verdict Pass(string rule, string reason) => new(rule, VerdictKind.Allowed, reason);

    /// <summary>Lets it pass when a person approves.</summary>
    public static Verdict Ask(string rule, string reason, string? about = null) => new(rule, VerdictKind.NeedsPerson, reason) { About = about };

    /// <summary>Refuses.</summary>
    public static Verdict Refuse(string rule, string reason) => new(rule, VerdictKind.Refused, reason);
}

/// <summary>Reading what guardrails said.</summary>
public static class Verdicts
{
    /// <summary>The reasons of those that refuse, each with the name of its rule.</summary>
    public static IReadOnlyList<string> Refusals(this IEnumerable<Verdict> verdicts) =>
        [.. verdicts.Where(v => !v.Allowed).Select(v => $"{v.Rule}: {v.Reason}")];

    /// <summary>The names of all questions that they put to a person, each once: an approval answers these and no other.</summary>
    public static IReadOnlyList<string> Asked(this IEnumerable<Verdict> verdicts) => [.. verdicts.SelectMany(v => v.Asks).Distinct(StringComparer.Ordinal)];

    /// <summary>Those that ask something that is not among the given names.</summary>
    /// <param name="verdicts">What guardrails say.</param>
    /// <param name="answers">The questions that are answered.</param>
    public static IReadOnlyList<Verdict> Beyond(this IEnumerable<Verdict> verdicts, IReadOnlyList<string> answers) =>
        [.. verdicts.Where(v => v.Asks.Any(a => !answers.Contains(a, StringComparer.Ordinal)))];

    /// <summary>The reasons of those that want a person, each with the name of its rule.</summary>
    public static IReadOnlyList<string> Questions(this IEnumerable<Verdict> verdicts) =>
        [.. verdicts.Where(v => v.Kind == VerdictKind.NeedsPerson).Select(v => $"{v.Rule}: {v.Reason}")];
}

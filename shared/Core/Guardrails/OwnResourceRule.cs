using OpsAutomation.Core.Guardrails.Settings;
using OpsAutomation.Core.Services;

namespace OpsAutomation.Core.Guardrails;

/// <summary>
/// Automation never touches itself, its identities, or the accounts that let people in when all else fails. Built in: there
/// is no setting that turns it off.
/// </summary>
public static class OwnResourceRule
{
    /// <summary>Name in verdicts.</summary>
    public const string Name = "own";

    /// <summary>Refuses what is ours, by ARM id and by every other name under which the change is addressed.</summary>
    public static Verdict Check(GuardrailFacts facts, OwnThings own)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(own);
        if (facts.Resources.FirstOrDefault(r => own.Resources.Any(p => new ResourcePattern(p).Touches(r.Id))) is { } mine)
        {
            return Verdict.Refuse(Name, $"{mine.Id} belongs to this automation itself, or contains what does.");
        }

        var names = facts.Identities.Concat(facts.Resources.SelectMany(r => r.Id.Split('/', StringSplitOptions.RemoveEmptyEntries))).ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (own.Identities.Concat(facts.OwnIdentities).FirstOrDefault(names.Contains) is { } identity)
        {
            return Verdict.Refuse(Name, $"{identity} is an identity of this automation itself.");
        }

        return own.BreakGlass.FirstOrDefault(names.Contains) is { } account
            ? Verdict.Refuse(Name, $"{account} is a break-glass account.")
            : Verdict.Pass(Name, "It is neither ours nor a break-glass account.");
    }
}

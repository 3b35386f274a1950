using OpsAutomation.Core.Guardrails.Holds;

namespace OpsAutomation.Core.Guardrails;

/// <summary>While a person works on a resource, automation keeps off it (<c>ops hold</c>).</summary>
public static class HoldRule
{
    /// <summary>Name in verdicts.</summary>
    public const string Name = "hold";

    /// <summary>Refuses what a hold covers, or when holds cannot be read; a person's undo passes.</summary>
    public static Verdict Check(GuardrailFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts.Purpose == ChangePurpose.PersonUndo)
        {
            return Verdict.Pass(Name, "A person takes it back; holds are for automation.");
        }

        if (facts.Holds is null)
        {
            return Verdict.Refuse(Name, "The holds cannot be read.");
        }

        foreach (var resource in facts.Resources)
        {
            if (facts.Holds.Where(h => h.Covers(resource.Id, facts.Now)).MaxBy(h => h.Until) is { } hold)
            {
                return Verdict.Refuse(Name, Sentence(hold));
            }
        }

        return Verdict.Pass(Name, "Nobody holds it.");
    }

    /// <summary>Who holds what, until when and why.</summary>
    internal static string Sentence(Hold hold) => $"{hold.By} holds {hold.Resource} until {hold.Until:u}: {hold.Reason}";
}

using OpsAutomation.Core.Guardrails.Settings;

namespace OpsAutomation.Core.Guardrails;

/// <summary>So many runs at once, in all and in one service. A run that waits for a person counts: it holds its resources.</summary>
public static class ConcurrencyRule
{
    /// <summary>Name in verdicts.</summary>
    public const string Name = "concurrency";

    /// <summary>Refuses when others hold as much as is allowed.</summary>
    public static Verdict Check(GuardrailFacts facts, ConcurrencyLimits limits)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(limits);
        if (facts.Purpose != ChangePurpose.Step)
        {
            return Verdict.Pass(Name, "What ends a run is not another one.");
        }

        if (facts.Leases is null)
        {
            return Verdict.Refuse(Name, "The leases cannot be read, so nobody can tell how many runs there are.");
        }

        var others = facts.Leases.Where(l => l.Incident != facts.Incident).ToList();
        var all = Runs(others);
        if (all >= limits.All)
        {
            return Verdict.Refuse(Name, $"{all} runs are under way; at most {limits.All} may be.");
        }

        foreach (var service in facts.Resources.Select(r => r.Service).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            if (Runs(others.Where(l => l.Service == service)) is var within && within >= limits.PerService)
            {
                return Verdict.Refuse(Name, $"{within} runs are under way in {service}; at most {limits.PerService} may be.");
            }
        }

        return Verdict.Pass(Name, $"{all} other runs are under way; at most {limits.All} may be.");
    }

    private static int Runs(IEnumerable<Lease> leases) => leases.Select(l => l.Incident).Distinct(StringComparer.Ordinal).Count();
}

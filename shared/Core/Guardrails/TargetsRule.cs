using OpsAutomation.Core.Guardrails.Settings;

namespace OpsAutomation.Core.Guardrails;

/// <summary>How far a mistake can reach: so many targets of one run, and so many of one service at once.</summary>
public static class TargetsRule
{
    /// <summary>Name in verdicts.</summary>
    public const string Name = "targets";

    /// <summary>
    /// Refuses more targets than allowed. A percentage never forbids the first target; beyond it, a service whose size is not
    /// known needs a person.
    /// </summary>
    public static Verdict Check(GuardrailFacts facts, TargetLimits limits)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(limits);
        if (facts.Purpose != ChangePurpose.Step)
        {
            return Verdict.Pass(Name, "What ends a run is not another one.");
        }

        if (facts.Leases is null)
        {
            return Verdict.Refuse(Name, "The leases cannot be read, so nobody can tell how much is held.");
        }

        var asked = facts.Resources.Select(r => r.Id).ToHashSet(StringComparer.Ordinal);
        var mine = facts.Leases.Where(l => l.Incident == facts.Incident).Select(l => l.Resource).Union(asked, StringComparer.Ordinal).Count();
        if (mine > limits.PerRun)
        {
            return Verdict.Refuse(Name, $"The run would have {mine} targets; at most {limits.PerRun} are allowed.");
        }

        var services = facts.Resources.Where(r => r.Service is not null).GroupBy(r => r.Service!, StringComparer.Ordinal).ToList();
        var sizes = services.ConvertAll(s => s.First().ServiceSize);
        var verdicts = new List<Verdict>
        {
            Percent("The run", mine, services.Count > 0 && sizes.TrueForAll(s => s is not null) ? sizes.Sum() : null, limits.PerRunPercent),
        };
        foreach (var service in services)
        {
            var held = facts.Leases.Where(l => l.Service == service.Key).Select(l => l.Resource).Union(service.Select(r => r.Id), StringComparer.Ordinal).Count();
            verdicts.Add(held > limits.PerService
                ? Verdict.Refuse(Name, $"{held} resources of {service.Key} would be worked on at once; at most {limits.PerService} are allowed.")
                : Percent(service.Key, held, service.First().ServiceSize, limits.PerServicePercent));
        }

        return verdicts.MaxBy(v => v.Kind)!.Kind == VerdictKind.Allowed
            ? Verdict.Pass(Name, $"{mine} of at most {limits.PerRun} targets.")
            : verdicts.MaxBy(v => v.Kind)!;
    }

    private static Verdict Percent(string what, int targets, int? size, int percent)
    {
        if (percent >= 100 || targets <= 1)
        {
            return Verdict.Pass(Name, "No percentage applies.");
        }

        if (size is not { } all)
        {
            return Verdict.Ask(Name, $"{what} would have {targets} targets, and of how many is not known; a person decides.");
        }

        return (long)targets * 100 <= (long)all * percent
            ? Verdict.Pass(Name, $"{targets} of {all}.")
            : Verdict.Refuse(Name, $"{what} would have {targets} of {all} resources as targets; at most {percent} % are allowed.");
    }
}

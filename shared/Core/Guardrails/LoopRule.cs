using OpsAutomation.Core.Guardrails.Settings;

namespace OpsAutomation.Core.Guardrails;

/// <summary>
/// A run whose change makes the next alert fire makes a loop. Alerts that are known to be our own echo never start a run
/// (correlation sees to that); here a chain of runs that follow one another on a resource or in a service ends.
/// </summary>
public static class LoopRule
{
    /// <summary>Name in verdicts.</summary>
    public const string Name = "loop";

    /// <summary>How long runs are remembered; longer chains are not possible, since each link takes at most <see cref="LoopSettings.Within"/>.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromHours(12);

    /// <summary>Refuses the run that would make a chain too long.</summary>
    public static Verdict Check(GuardrailFacts facts, LoopSettings settings)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(settings);
        if (facts.Purpose != ChangePurpose.Step)
        {
            return Verdict.Pass(Name, "What ends a run is not another one.");
        }

        if (facts.Recent is null)
        {
            return Verdict.Refuse(Name, "The runs of the last hours cannot be read.");
        }

        var others = facts.Recent.Actions.Where(a => HolderName.IncidentOf(a.IncidentId) != facts.Incident).ToList();
        foreach (var resource in facts.Resources)
        {
            var chain = Chain(others.Where(a => a.Resources.Contains(resource.Id, StringComparer.Ordinal)), facts.Now, settings.Within);
            if (chain >= settings.PerResource)
            {
                return Refuse(resource.Id[(resource.Id.LastIndexOf('/') + 1)..], chain, settings.PerResource);
            }

            if (resource.Service is { } service
                && Chain(others.Where(a => a.Services.Contains(service, StringComparer.Ordinal)), facts.Now, settings.Within) is var links
                && links >= settings.PerService)
            {
                return Refuse(service, links, settings.PerService);
            }
        }

        return Verdict.Pass(Name, "The runs before it make no loop.");
    }

    // The runs that lie no further apart than the setting, counted back from now.
    private static int Chain(IEnumerable<CountedAction> actions, DateTimeOffset now, TimeSpan within)
    {
        var links = 0;
        foreach (var run in actions.GroupBy(a => HolderName.IncidentOf(a.IncidentId), StringComparer.Ordinal).OrderByDescending(g => g.Max(a => a.At)))
        {
            if (now - run.Max(a => a.At) > within)
            {
                break;
            }

            (links, now) = (links + 1, run.Min(a => a.At));
        }

        return links;
    }

    private static Verdict Refuse(string what, int chain, int max) =>
        Verdict.Refuse(Name, $"{chain} runs followed one another on {what}, at most {max} may: it looks as if our own changes made it fire.");
}

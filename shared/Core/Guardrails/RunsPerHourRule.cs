using OpsAutomation.Core.Guardrails.Settings;

namespace OpsAutomation.Core.Guardrails;

/// <summary>So many runs may begin in an hour on a resource, in a service, of a playbook, in a subscription.</summary>
public static class RunsPerHourRule
{
    /// <summary>Name in verdicts.</summary>
    public const string Name = "runs-per-hour";

    /// <summary>The window: 60 minutes back.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromHours(1);

    /// <summary>Refuses when one of the four has had its runs; a run does not count against itself.</summary>
    public static Verdict Check(GuardrailFacts facts, RunRates rates)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(rates);
        if (facts.Purpose != ChangePurpose.Step)
        {
            return Verdict.Pass(Name, "What ends a run is not another one.");
        }

        if (facts.Recent is null)
        {
            return Verdict.Refuse(Name, "The runs of the last hour cannot be read.");
        }

        var others = facts.Recent.Actions.Where(a => facts.Now - a.At < Window && HolderName.IncidentOf(a.IncidentId) != facts.Incident).ToList();
        var playbook = 0;
        foreach (var name in facts.Called.Prepend(facts.Playbook))
        {
            // A run counts for each playbook that acts in it, called or not.
            var runs = Runs(others.Where(a => (a.Playbook ?? string.Empty) == name || a.Called.Contains(name, StringComparer.Ordinal)));
            if (runs >= rates.PerPlaybook)
            {
                return Refuse($"Playbook {name}", runs, rates.PerPlaybook);
            }

            playbook = Math.Max(playbook, runs);
        }

        foreach (var resource in facts.Resources)
        {
            if (Runs(others.Where(a => a.Resources.Contains(resource.Id, StringComparer.Ordinal))) is var on && on >= rates.PerResource)
            {
                return Refuse(resource.Id, on, rates.PerResource);
            }

            if (resource.Service is { } service && Runs(others.Where(a => a.Services.Contains(service, StringComparer.Ordinal))) is var within && within >= rates.PerService)
            {
                return Refuse($"Service {service}", within, rates.PerService);
            }

            if (resource.Subscription is { } subscription && Runs(others.Where(a => a.Subscriptions.Contains(subscription, StringComparer.Ordinal))) is var below && below >= rates.PerSubscription)
            {
                return Refuse($"Subscription {subscription}", below, rates.PerSubscription);
            }
        }

        return Verdict.Pass(Name, $"{playbook} of {rates.PerPlaybook} runs of the playbook in this hour; resource, service and subscription have some left, too.");
    }

    private static int Runs(IEnumerable<CountedAction> actions) => actions.Select(a => HolderName.IncidentOf(a.IncidentId)).Distinct(StringComparer.Ordinal).Count();

    private static Verdict Refuse(string what, int runs, int max) => Verdict.Refuse(Name, $"{what} has had {runs} of {max} runs in the last hour; a person looks first.");
}

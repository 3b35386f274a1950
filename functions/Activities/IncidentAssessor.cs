using System.Runtime.CompilerServices;
using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Classification;
using OpsAutomation.Core.Correlation.Climates;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Notifications;

namespace OpsAutomation.Functions.Activities;

/// <summary>
/// Weighs an incident: its opening alert says what kind of trouble it is and which playbook fits; the gravest of all that
/// fire says how grave it is and who hears of it.
/// </summary>
public sealed class IncidentAssessor(OpsCatalog catalog, ClimateLedger climates)
{
    // A classification is a pure function of alert, catalogue and what surrounds it; an incident that a storm fills asks for the same
    // ones again with every alert that joins. Forgotten with the alert, and when its surroundings are others.
    private readonly ConditionalWeakTable<Alert, Known> _classified = [];

    /// <summary>What surrounds the incidents now: deployments, dependencies, error budgets.</summary>
    public Task<Climate> LookAsync(CancellationToken cancellationToken) => climates.RecentAsync(cancellationToken);

    /// <summary>The classification of the opening alert.</summary>
    public (Alert Alert, ClassificationResult Result) Opening(IncidentFile file, Climate climate)
    {
        ArgumentNullException.ThrowIfNull(file);
        var alert = file.Facts.OfType<Fact.Opened>().First().Alert;
        return (alert, Classify(alert, climate));
    }

    /// <summary>The entry that says who hears of the incident as it stands, under a key; never less urgent than before.</summary>
    public NewEntry Route(IncidentFile file, string key, Climate climate, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(file);
        var before = file.Facts.OfType<Fact.Routed>().LastOrDefault();
        var (_, _, severity, decision) = Firing(file)
            .Select(alert => Weigh(alert, climate, now))
            .OrderBy(w => w.Decision.Urgency).ThenBy(w => w.Severity)
            .First();
        severity = before is not null && before.Severity < severity ? before.Severity : severity;
        var fact = before is not null && before.Urgency <= decision.Urgency
            ? before with { Severity = severity }
            : new Fact.Routed(decision.Urgency, decision.Who, decision.As, decision.Rule, decision.Reason, severity, decision.Escalation);
        var text = before is null ? decision.Sentence
            : before.Urgency <= decision.Urgency ? $"Weighed again after an alert joined; it stays a {before.Urgency.ToString().ToLowerInvariant()}."
            : $"An alert that joined makes it more urgent. {decision.Sentence}";
        return new NewEntry(key, Actors.Automation, text, fact, Change: head => head with { Urgency = fact.Urgency, Severity = severity, Escalation = fact.Escalation });
    }

    private ClassificationResult Classify(Alert alert, Climate climate)
    {
        var surroundings = ClimateEnrichment.Of(alert, climate, catalog.Services);
        if (_classified.TryGetValue(alert, out var known) && known.Surroundings == surroundings)
        {
            return known.Result;
        }

        var result = catalog.Classification.Classify(alert, surroundings);
        _classified.AddOrUpdate(alert, new Known(surroundings, result));
        return result;
    }

    private (Alert Alert, ClassificationResult Result, Severity Severity, RouteDecision Decision) Weigh(Alert alert, Climate climate, DateTimeOffset now)
    {
        var result = Classify(alert, climate);
        return (alert, result, result.Severity, catalog.Routing.Route(result.Category, result.Severity, catalog.Services.ByName(alert.Service), alert.Signal.Kind, now));
    }

    // One alert per condition and rule: the gravest of it. Those before an all-clear have ended; the opening one always counts.
    private static IEnumerable<Alert> Firing(IncidentFile file)
    {
        var opened = file.Facts.OfType<Fact.Opened>().First().Alert;
        var joined = file.Facts.Reverse().TakeWhile(f => f is not Fact.AllClear).OfType<Fact.AlertJoined>()
            .Select(f => f.Alert)
            .Where(a => a.Status == AlertStatus.Firing)
            .Reverse();
        return joined.Prepend(opened).GroupBy(a => (a.Rule, a.Signal.Kind, a.Service)).Select(g => g.MinBy(a => a.Severity)!);
    }

    private sealed record Known(Enrichment Surroundings, ClassificationResult Result);
}

using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using OpsAutomation.Core.Correlation;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Functions.Activities;

namespace OpsAutomation.Functions.Triggers;

/// <summary>Incidents and dispositions as JSON.</summary>
public sealed class IncidentsApi(IncidentIndex index, IncidentJournal journal, ScopeLedger scopes)
{
    private const int MaxListed = 200;

    /// <summary>The newest incidents.</summary>
    [Function("ListIncidents")]
    public async Task<IActionResult> List(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/incidents")] HttpRequest request, CancellationToken cancellationToken)
    {
        var incidents = new List<Incident>();
        await foreach (var incident in index.RecentAsync(cancellationToken))
        {
            incidents.Add(incident);
            if (incidents.Count == MaxListed)
            {
                break;
            }
        }

        return JsonBody.Of(new IncidentList(incidents));
    }

    /// <summary>Everything about one incident.</summary>
    [Function("GetIncident")]
    public async Task<IActionResult> Get(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/incidents/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        await journal.ReadAsync(id, cancellationToken) is { } file
            ? JsonBody.Of(new IncidentStory(file.Head, file.Entries))
            : Problems.Problem(StatusCodes.Status404NotFound, "No such incident", "There is no incident of that id.");

    /// <summary>What became of an alert, with the reason and what would have happened otherwise.</summary>
    [Function("ExplainAlert")]
    public async Task<IActionResult> Explain(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/alerts/{id}")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        if (await index.FindScopeAsync(id, cancellationToken) is { } scope
            && await scopes.ReadDispositionsAsync(scope, id, cancellationToken) is { Count: > 0 } dispositions)
        {
            return JsonBody.Of(new AlertExplanation(id, scope, dispositions));
        }

        return Problems.Problem(
            StatusCodes.Status404NotFound, "No disposition", "No alert of that id has a disposition yet. If it was accepted just now, ask again in a moment.");
    }
}

/// <summary>Answer of the list.</summary>
/// <param name="Incidents">Heads, newest first, at most 200.</param>
public sealed record IncidentList(IReadOnlyList<Incident> Incidents);

/// <summary>Answer for one incident.</summary>
/// <param name="Head">Where it stands.</param>
/// <param name="Entries">Its journal in order.</param>
public sealed record IncidentStory(Incident Head, IReadOnlyList<JournalEntry> Entries);

/// <summary>Answer about one alert.</summary>
/// <param name="AlertId">The alert.</param>
/// <param name="Scope">The scope that decided.</param>
/// <param name="Dispositions">Append-only; the last one is current.</param>
public sealed record AlertExplanation(string AlertId, string Scope, IReadOnlyList<Disposition> Dispositions);

using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Functions.Activities;
using OpsAutomation.Functions.Hosting;

namespace OpsAutomation.Functions.Triggers;

/// <summary>Incidents as JSON.</summary>
public sealed class IncidentsApi(Access access, IncidentIndex index, IncidentJournal journal)
{
    private const int MaxListed = 200;

    /// <summary>The newest incidents.</summary>
    [Function("ListIncidents")]
    public async Task<IActionResult> List(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/incidents")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (access.Refuse(request, OpsRole.Reader) is { } refused)
        {
            return refused;
        }

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
        access.Refuse(request, OpsRole.Reader) ?? (await journal.ReadAsync(id, cancellationToken) is { } file
            ? JsonBody.Of(new IncidentStory(file.Head, file.Entries))
            : Problems.Problem(StatusCodes.Status404NotFound, "No such incident", "There is no incident of that id."));
}

/// <summary>Answer of the list.</summary>
/// <param name="Incidents">Heads, newest first, at most 200.</param>
public sealed record IncidentList(IReadOnlyList<Incident> Incidents);

/// <summary>Answer for one incident.</summary>
/// <param name="Head">Where it stands.</param>
/// <param name="Entries">Its journal in order.</param>
public sealed record IncidentStory(Incident Head, IReadOnlyList<JournalEntry> Entries);

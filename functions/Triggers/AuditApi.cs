using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using OpsAutomation.Core.Audit;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Functions.Activities;
using OpsAutomation.Functions.Hosting;

namespace OpsAutomation.Functions.Triggers;

/// <summary>Whether the journals are as they were written: each entry carries the hash of the one before.</summary>
public sealed class AuditApi(Access access, IncidentJournal journal, IncidentIndex index)
{
    /// <summary>Checks one incident's chain, or those of all that the list knows.</summary>
    [Function("VerifyAudit")]
    public async Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/audit")] HttpRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (access.Refuse(request, OpsRole.Reader) is { } refused)
        {
            return refused;
        }

        var checks = new List<AuditCheck>();
        if (request.Query["incident"].ToString() is { Length: > 0 } one)
        {
            if (await CheckAsync(one, cancellationToken) is not { } check)
            {
                return Problems.Problem(StatusCodes.Status404NotFound, "No such incident", "There is no incident of that id.");
            }

            checks.Add(check);
        }
        else
        {
            await foreach (var incident in index.RecentAsync(cancellationToken))
            {
                // One that the list knows and the records do not was taken out of them: that is as bad as a changed entry.
                checks.Add(await CheckAsync(incident.Id, cancellationToken) ?? new AuditCheck(incident.Id, 0, new BrokenLink(1, "The list knows it, and its journal is not there.")));
            }
        }

        return JsonBody.Of(new AuditReport(checks.TrueForAll(c => c.Broken is null), checks.Count, checks.Sum(c => c.Entries), [.. checks.Where(c => c.Broken is not null)]));
    }

    private async Task<AuditCheck?> CheckAsync(string id, CancellationToken cancellationToken) =>
        await journal.ReadAsync(id, cancellationToken) is { } file ? new(id, file.Entries.Count, AuditChain.Verify(file.Entries, file.Head)) : null;
}

/// <summary>What was found.</summary>
/// <param name="Whole">Whether every chain holds.</param>
/// <param name="Incidents">How many were checked.</param>
/// <param name="Entries">How many entries they have.</param>
/// <param name="Broken">Those that do not hold, each with its first bad entry.</param>
public sealed record AuditReport(bool Whole, int Incidents, int Entries, IReadOnlyList<AuditCheck> Broken);

/// <summary>One incident's chain.</summary>
/// <param name="IncidentId">The incident.</param>
/// <param name="Entries">Its entries.</param>
/// <param name="Broken">The first link that does not hold, or null.</param>
public sealed record AuditCheck(string IncidentId, int Entries, BrokenLink? Broken);

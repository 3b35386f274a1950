using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using OpsAutomation.Core.Correlation;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Functions.Activities;
using OpsAutomation.Functions.Hosting;

namespace OpsAutomation.Functions.Triggers;

/// <summary>
/// A person ends an incident that automation handed over, or that nobody's all-clear will ever end. The scope lets go of it
/// first: a closed incident swallows nothing.
/// </summary>
public sealed class CloseIncident(Access access, IncidentJournal journal, ScopeLedger scopes, OutboxPump pump, IUserSource users)
{
    /// <summary>Closes it, with a name and a reason.</summary>
    [Function(nameof(CloseIncident))]
    public async Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "api/incidents/{id}/close")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (access.Refuse(request, OpsRole.Operator) is { } refused)
        {
            return refused;
        }

        var (body, problem) = await JsonBody.ReadAsync<CloseRequest>(request, "{user, reason}", cancellationToken);
        problem ??= JsonBody.Reason(body!.Reason);
        if (problem is not null)
        {
            return Problems.Problem(problem.Status, "Not closed", problem.Message, problem.Field);
        }

        if (users.Identify(request, body!.User) is not { } user)
        {
            return Problems.Nobody("Closing needs");
        }

        if (await journal.ReadAsync(id, cancellationToken) is not { } file)
        {
            return Problems.Problem(StatusCodes.Status404NotFound, "No such incident", "There is no incident of that id.");
        }

        var verdict = await scopes.TryCloseAsync(file.Head.Scope, id, file.Head.AlertCount, cancellationToken);
        if (!verdict.Closed)
        {
            return Problems.Problem(StatusCodes.Status409Conflict, "Not closed", $"{verdict.Reason} Look at the incident again, then close it.");
        }

        var reason = body.Reason!.Trim();
        var written = await pump.AppendAsync(
            id,
            now => now.Head.Status == IncidentStatus.Closed
                ? null
                : new NewEntry(
                    $"closed-by:{now.Head.LastSequence}", user.Name, $"{user.Name} closed it: {reason}", new Fact.Ended(reason), IncidentStatus.Closed, Change: head => head with { Outcome = reason }),
            client,
            cancellationToken);
        return JsonBody.Of(new CloseAnswer(written, written ? $"Closed by {user.Name}." : "It was closed before."));
    }
}

/// <summary>A request to close an incident.</summary>
/// <param name="User">The local user, embedded flavor alone.</param>
/// <param name="Reason">Why.</param>
public sealed record CloseRequest(string? User, string? Reason);

/// <summary>What became of it.</summary>
/// <param name="Recorded">Whether it was closed now.</param>
/// <param name="Message">For the person.</param>
public sealed record CloseAnswer(bool Recorded, string Message);

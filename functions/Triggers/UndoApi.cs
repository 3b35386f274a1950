using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using OpsAutomation.Core.Alerts.Intake;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Functions.Activities;
using OpsAutomation.Functions.Hosting;

namespace OpsAutomation.Functions.Triggers;

/// <summary>What an incident changed and what taking it back would do; and a person's decision to do exactly that.</summary>
public sealed class UndoApi(Access access, IncidentJournal journal, UndoDesk desk, OutboxPump pump, IUserSource users)
{
    /// <summary>The undo ledger with what its inverses would do now; changes nothing.</summary>
    [Function("GetUndo")]
    public async Task<IActionResult> Get(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/incidents/{id}/undo")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (access.Refuse(request, OpsRole.Reader) is { } refused)
        {
            return refused;
        }

        return await journal.ReadAsync(id, cancellationToken) is { } file
            ? JsonBody.Of(await desk.ShowAsync(file, request.Query["step"].ToString() is { Length: > 0 } step ? step : null, cancellationToken))
            : Missing();
    }

    /// <summary>Takes it back, if it is still what was shown.</summary>
    [Function("PostUndo")]
    public async Task<IActionResult> Post(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "api/incidents/{id}/undo")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (access.Refuse(request, OpsRole.Operator) is { } refused)
        {
            return refused;
        }

        var (body, problem) = await JsonBody.ReadAsync<UndoRequest>(request, "{planHash, step, user, reason}, all of them text", cancellationToken);
        problem ??= string.IsNullOrWhiteSpace(body!.PlanHash)
            ? new IntakeProblem(StatusCodes.Status400BadRequest, "planHash", "Say which undo: the planHash of what was shown.")
            : JsonBody.Reason(body.Reason);
        if (problem is not null)
        {
            return Problems.Problem(problem.Status, "Nothing was taken back", problem.Message, problem.Field);
        }

        if (users.Identify(request, body!.User) is not { } user)
        {
            return Problems.Nobody("Taking something back needs");
        }

        if (await journal.ReadAsync(id, cancellationToken) is not { } file)
        {
            return Missing();
        }

        var answer = await desk.AskAsync(file, body.Step, body.PlanHash!.Trim(), user.Name, body.Reason!.Trim(), cancellationToken);
        if (answer.Append is { } append)
        {
            await pump.FollowUpAsync(id, append, client, cancellationToken);
        }

        return answer.Result == UndoResult.Recorded
            ? JsonBody.Of(new UndoRecorded(true, answer.Message), StatusCodes.Status202Accepted)
            : Problems.Problem(StatusCodes.Status409Conflict, "Nothing was taken back", answer.Message);
    }

    private static IActionResult Missing() => Problems.Problem(StatusCodes.Status404NotFound, "No such incident", "There is no incident of that id.");
}

/// <summary>A request to take changes back.</summary>
/// <param name="PlanHash">What was shown.</param>
/// <param name="Step">One step alone, or null for all.</param>
/// <param name="User">The local user, embedded flavor alone.</param>
/// <param name="Reason">Why.</param>
public sealed record UndoRequest(string? PlanHash, string? Step, string? User, string? Reason);

/// <summary>What became of it.</summary>
/// <param name="Recorded">Whether it will be carried out.</param>
/// <param name="Message">For the person.</param>
public sealed record UndoRecorded(bool Recorded, string Message);

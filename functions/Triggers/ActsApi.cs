using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using OpsAutomation.Core.Alerts.Intake;
using OpsAutomation.Core.ChatOps;
using OpsAutomation.Core.Correlation.Recent;
using OpsAutomation.Functions.Activities;
using OpsAutomation.Functions.Hosting;

namespace OpsAutomation.Functions.Triggers;

/// <summary>Acknowledge, snooze, silence, escalate, plan a playbook, stop automation: for programs, by the rules of the links.</summary>
public sealed class ActsApi(Access access, ActDesk desk, IUserSource users)
{
    private const string Shape = "{user, reason, for or until, playbook, everything, preview; an acknowledgement needs the user alone}";

    /// <summary>Does one of them.</summary>
    [Function("ActOnIncident")]
    public async Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "api/incidents/{id}/acts/{act}")] HttpRequest request,
        string id,
        string act,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (access.Refuse(request, ActRoles.Least(act)) is { } refused)
        {
            return refused;
        }

        var (body, problem) = await JsonBody.ReadAsync<ActRequest>(request, Shape, cancellationToken);
        problem ??= !Acts.Knows(act) ? new IntakeProblem(StatusCodes.Status404NotFound, "act", $"There are {string.Join(", ", Acts.All.Select(a => a.Name))}.")
            : act == Acts.Acknowledge || body!.Preview == true ? null
            : JsonBody.Reason(body.Reason);
        if (problem is not null)
        {
            return Problems.Problem(problem.Status, "Nothing was done", problem.Message, problem.Field);
        }

        if (users.Identify(request, body!.User) is not { } user)
        {
            return Problems.Nobody("This needs");
        }

        if (body.Preview == true && act == Acts.Silence)
        {
            return await desk.PreviewAsync(id, cancellationToken) is { } preview
                ? JsonBody.Of(new ActAnswer(false, preview.Text, preview))
                : Problems.Problem(StatusCodes.Status404NotFound, "No such incident", "There is no incident of that id.");
        }

        var result = await desk.DoAsync(
            new ActOrder(act, id, user.Name, body.Reason?.Trim(), body.For, body.Until, body.Playbook, body.Everything == true, "api", null), client, cancellationToken);
        return result.Outcome switch
        {
            ActOutcome.Done or ActOutcome.Before => JsonBody.Of(new ActAnswer(result.Outcome == ActOutcome.Done, result.Message, result.Preview)),
            ActOutcome.Missing => Problems.Problem(StatusCodes.Status404NotFound, "No such incident", result.Message),
            ActOutcome.Refused => Problems.Problem(StatusCodes.Status409Conflict, "Nothing was done", result.Message),
            _ => Problems.Problem(StatusCodes.Status400BadRequest, "Nothing was done", result.Message, result.Field),
        };
    }
}

/// <summary>What a program wants done.</summary>
/// <param name="User">The local user, embedded flavor alone.</param>
/// <param name="Reason">Why.</param>
/// <param name="For">For how long.</param>
/// <param name="Until">Until when, instead.</param>
/// <param name="Playbook">Which playbook.</param>
/// <param name="Everything">Whether to stop all automation.</param>
/// <param name="Preview">Of a silence: only show what it would have hidden.</param>
public sealed record ActRequest(string? User, string? Reason, string? For, string? Until, string? Playbook, bool? Everything, bool? Preview);

/// <summary>What came of it.</summary>
/// <param name="Recorded">Whether it was done now.</param>
/// <param name="Message">For the person.</param>
/// <param name="Preview">Of a silence: what it would have hidden in the last day.</param>
public sealed record ActAnswer(bool Recorded, string Message, SilencePreview? Preview = null);

using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Alerts.Intake;
using OpsAutomation.Core.Approvals;
using OpsAutomation.Core.Approvals.Links;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Functions.Activities;
using OpsAutomation.Functions.Hosting;

namespace OpsAutomation.Functions.Triggers;

/// <summary>Approvals for programs: what waits, and the decision of an authenticated user about exactly that plan.</summary>
public sealed class ApprovalsApi(Access access, IncidentJournal journal, ApprovalDesk desk, LinkSigner signer, LinkDesk links, OutboxPump pump, IUserSource users)
{
    /// <summary>The request that an incident waits with, and the token that a decision about it must carry.</summary>
    [Function("GetApproval")]
    public async Task<IActionResult> Get(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/approvals/{id}")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        if (access.Refuse(request, OpsRole.Approver) is { } refused)
        {
            return refused;
        }

        if (await journal.ReadAsync(id, cancellationToken) is not { } file)
        {
            return Problems.Problem(StatusCodes.Status404NotFound, "No such incident", "There is no incident of that id.");
        }

        var asked = file.Facts.OfType<Fact.Asked>().LastOrDefault();
        if (asked is null || (await desk.ReadAsync(desk.ClaimsOf(id, asked), cancellationToken)).View is not { } view)
        {
            return Problems.Problem(StatusCodes.Status404NotFound, "Nothing to decide", "Nobody was asked to approve anything about this incident.");
        }

        return JsonBody.Of(new PendingApproval(
            view.Asked.ApprovalId, view.State.ToString(), view.StateText, view.Asked.Deadline, view.Asked.PlanHash, view.Plan, signer.Sign(desk.ClaimsOf(id, asked))));
    }

    /// <summary>Records a decision.</summary>
    [Function("PostApproval")]
    public async Task<IActionResult> Post(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "api/approvals/{id}")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (access.Refuse(request, OpsRole.Approver) is { } refused)
        {
            return refused;
        }

        var (body, problem) = await ReadAsync(request, cancellationToken);
        if (problem is not null)
        {
            return Problems.Problem(problem.Status, "The decision cannot be read", problem.Message, problem.Field);
        }

        var verdict = await links.OpenAsync(body!.Token, cancellationToken);
        if (verdict.Claims is not { } claims || claims.IncidentId != id)
        {
            return Problems.Problem(
                StatusCodes.Status403Forbidden, "The token is not accepted", verdict.Claims is null ? verdict.Reason : "The token is for another incident.", "token");
        }

        if (users.Identify(request, body.User) is not { } user)
        {
            return Problems.Problem(StatusCodes.Status401Unauthorized, "Who are you?", "A decision needs an authenticated user, or a local user of the catalogue.", "user");
        }

        var result = await desk.DecideAsync(claims, user.Name, body.Decision == "approve", body.Reason, cancellationToken);
        if (result.AnnounceKey is { } announced)
        {
            await pump.FollowUpAsync(id, announced, client, cancellationToken);
        }

        return result.Kind == DecisionResultKind.Refused
            ? Problems.Problem(StatusCodes.Status403Forbidden, "Not recorded", result.Reason)
            : JsonBody.Of(new DecisionAnswer(result.Kind == DecisionResultKind.Recorded, result.Reason));
    }

    private static async Task<(DecisionRequest? Body, IntakeProblem? Problem)> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var (body, problem) = await JsonBody.ReadAsync<DecisionRequest>(request, "{token, user, decision, reason}, all of them text", cancellationToken);
        problem ??= body!.Decision is "approve" or "reject"
            ? JsonBody.Reason(body.Reason)
            : new IntakeProblem(StatusCodes.Status400BadRequest, "decision", "Say 'approve' or 'reject'.");
        return (body, problem);
    }
}

/// <summary>A request for approval as a program sees it.</summary>
/// <param name="ApprovalId">Its id.</param>
/// <param name="State">Open, Approved, Rejected, Expired or Voided.</param>
/// <param name="StateText">The same in a sentence.</param>
/// <param name="Deadline">Until when a decision counts.</param>
/// <param name="PlanHash">The plan that a decision is about.</param>
/// <param name="Plan">The plan.</param>
/// <param name="Token">To be sent back with the decision.</param>
public sealed record PendingApproval(
    string ApprovalId, string State, string StateText, DateTimeOffset Deadline, string PlanHash, ActionPlan Plan, string Token);

/// <summary>A decision as a program sends it.</summary>
/// <param name="Token">The token of the request.</param>
/// <param name="User">The local user, embedded flavor alone.</param>
/// <param name="Decision"><c>approve</c> or <c>reject</c>.</param>
/// <param name="Reason">Why.</param>
public sealed record DecisionRequest(string? Token, string? User, string? Decision, string? Reason);

/// <summary>What became of a decision.</summary>
/// <param name="Recorded">Whether it was recorded now.</param>
/// <param name="Message">For the person.</param>
public sealed record DecisionAnswer(bool Recorded, string Message);

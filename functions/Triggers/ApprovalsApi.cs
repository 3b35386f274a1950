using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using OpsAutomation.Core.Alerts.Intake;
using OpsAutomation.Core.Approvals;
using OpsAutomation.Core.Approvals.Links;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Functions.Activities;
using OpsAutomation.Functions.Hosting;

namespace OpsAutomation.Functions.Triggers;

/// <summary>Approvals for programs: what waits, and the decision of an authenticated user about exactly that plan.</summary>
public sealed class ApprovalsApi(
    Access access, IncidentJournal journal, ApprovalDesk desk, LinkSigner signer, LinkDesk links, OutboxPump pump, IUserSource users, OpsCatalog catalog, TimeProvider clock)
{
    /// <summary>The request that an incident waits with, or the one of an id, and the token that a decision about it must carry.</summary>
    [Function("GetApproval")]
    public async Task<IActionResult> Get(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/approvals/{id}")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        if (access.Refuse(request, OpsRole.Approver) is { } refused)
        {
            return refused;
        }

        ArgumentNullException.ThrowIfNull(id);
        var incidentId = IncidentRun.IncidentOfApproval(id) ?? id;
        if (await journal.ReadAsync(incidentId, cancellationToken) is not { } file)
        {
            return Problems.Problem(StatusCodes.Status404NotFound, "No such incident", "There is no incident of that id.");
        }

        var asked = file.Facts.OfType<Fact.Asked>().LastOrDefault(a => incidentId == id || a.ApprovalId == id);
        if (asked is null || (await desk.ReadAsync(desk.ClaimsOf(incidentId, asked), cancellationToken)).View is not { } view)
        {
            return Problems.Problem(StatusCodes.Status404NotFound, "Nothing to decide", "Nobody was asked to approve anything about this incident.");
        }

        return JsonBody.Of(PendingApproval.Of(view, signer.Sign(desk.ClaimsOf(incidentId, asked))));
    }

    /// <summary>Records a decision, or takes one's own approval back.</summary>
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

        var (body, problem) = await JsonBody.ReadAsync<DecisionRequest>(
            request, "{token, user, decision, reason}, all of them text; instruction, window and breakGlass may be left out", cancellationToken);
        problem ??= body!.Problem();
        if (problem is not null)
        {
            return Problems.Problem(problem.Status, "The decision cannot be read", problem.Message, problem.Field);
        }

        var verdict = await links.OpenAsync(body!.Token, cancellationToken);
        if (verdict.Claims is not { } claims || (claims.IncidentId != id && claims.ApprovalId != id))
        {
            return Problems.Problem(
                StatusCodes.Status403Forbidden, "The token is not accepted", verdict.Claims is null ? verdict.Reason : "The token is for another incident.", "token");
        }

        if (users.Identify(request, body.User) is not { } user)
        {
            return Problems.Nobody("A decision needs");
        }

        var (order, wrong) = body.Order(user.ToPerson(), catalog, clock.GetUtcNow());
        if (wrong is not null)
        {
            return Problems.Problem(wrong.Status, "The decision cannot be read", wrong.Message, wrong.Field);
        }

        var result = order is null
            ? await desk.WithdrawAsync(claims, user.ToPerson(), body.Reason, cancellationToken)
            : await desk.DecideAsync(claims, order, cancellationToken);
        if (result.AnnounceKey is { } announced)
        {
            await pump.FollowUpAsync(claims.IncidentId, announced, client, cancellationToken);
        }

        return result.Kind == DecisionResultKind.Refused
            ? Problems.Problem(StatusCodes.Status403Forbidden, "Not recorded", user.GroupsMissing is { } missing ? $"{result.Reason} {missing}" : result.Reason)
            : JsonBody.Of(new DecisionAnswer(result.Kind == DecisionResultKind.Recorded, result.Reason));
    }
}

/// <summary>A decision as a program sends it.</summary>
/// <param name="Token">The token of the request.</param>
/// <param name="User">The local user, embedded flavor alone.</param>
/// <param name="Decision"><c>approve</c>, <c>reject</c> or <c>withdraw</c>.</param>
/// <param name="Reason">Why.</param>
/// <param name="Instruction">With a rejection: what to do instead.</param>
/// <param name="Window">With an approval: the window to begin in, by its name in <c>calendars.yaml</c> or as two times with a slash between.</param>
/// <param name="BreakGlass">With an approval: in place of the policy's approvers, together with a second person.</param>
public sealed record DecisionRequest(
    string? Token, string? User, string? Decision, string? Reason, string? Instruction = null, string? Window = null, bool? BreakGlass = null)
{
    /// <summary>What is wrong with it, or null.</summary>
    internal IntakeProblem? Problem() => Decision is "approve" or "reject" or "withdraw"
        ? JsonBody.Reason(Reason)
        : new IntakeProblem(StatusCodes.Status400BadRequest, "decision", "Say 'approve', 'reject' or 'withdraw'.");

    /// <summary>What is to be decided; null for a withdrawal, or with what is wrong.</summary>
    internal (DecisionOrder? Order, IntakeProblem? Problem) Order(Person person, OpsCatalog catalog, DateTimeOffset now)
    {
        if (Decision == "withdraw")
        {
            return (null, null);
        }

        var (window, why) = Window is null ? (null, null) : WindowChoice.Read(Window, catalog.Calendars, now, catalog.Approvals.LongestWait);
        return why is null
            ? (new DecisionOrder(person, Decision == "approve", Reason) { Instruction = Instruction, Window = window, BreakGlass = BreakGlass == true }, null)
            : (null, new IntakeProblem(StatusCodes.Status400BadRequest, "window", why));
    }
}

/// <summary>What became of a decision.</summary>
/// <param name="Recorded">Whether it was recorded now.</param>
/// <param name="Message">For the person.</param>
public sealed record DecisionAnswer(bool Recorded, string Message);

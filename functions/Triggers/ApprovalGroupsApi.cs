using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using OpsAutomation.Core.Alerts.Intake;
using OpsAutomation.Core.Approvals;
using OpsAutomation.Core.Approvals.Links;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Functions.Activities;
using OpsAutomation.Functions.Hosting;

namespace OpsAutomation.Functions.Triggers;

/// <summary>What waits for people, and one answer to many questions: it is recorded on each of them, and each can still be answered alone.</summary>
public sealed class ApprovalGroupsApi(
    Access access, WaitingApprovals waiting, ApprovalDesk desk, LinkSigner signer, LinkDesk links, OutboxPump pump, IUserSource users, OpsCatalog catalog, TimeProvider clock)
{
    /// <summary>The open requests and their groups.</summary>
    [Function("ListApprovals")]
    public async Task<IActionResult> List(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/approvals")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (access.Refuse(request, OpsRole.Approver) is { } refused)
        {
            return refused;
        }

        var (open, groups) = await waiting.ReadAsync(cancellationToken);
        return JsonBody.Of(new ApprovalList(
            [.. open.Select(v => PendingApproval.Of(v, signer.Sign(desk.ClaimsOf(v.Incident.Id, v.Asked))))],
            [.. groups.Select(g => new GroupShown(g.Hash, g.Approvers, g.Deadline, [.. g.Members.Select(m => m.Asked.ApprovalId)]))]));
    }

    /// <summary>Records one decision on every request of a group.</summary>
    [Function("PostApprovalGroup")]
    public async Task<IActionResult> Post(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "api/approvals/groups/{hash}")] HttpRequest request,
        string hash,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (access.Refuse(request, OpsRole.Approver) is { } refused)
        {
            return refused;
        }

        var (body, problem) = await JsonBody.ReadAsync<GroupDecisionRequest>(request, "{tokens, user, decision, reason}; the tokens are a list of text, and the rest text", cancellationToken);
        var decision = body is null ? null : new DecisionRequest(null, body.User, body.Decision, body.Reason, body.Instruction, body.Window);
        problem ??= decision!.Problem() ?? (decision.Decision == "withdraw"
            ? new IntakeProblem(StatusCodes.Status400BadRequest, "decision", "Say 'approve' or 'reject'; an approval is withdrawn from each request alone.")
            : body!.Tokens is { Count: > 1 and <= ApprovalGroup.MaxMembers } ? null
            : new IntakeProblem(StatusCodes.Status400BadRequest, "tokens", $"Send the tokens of all requests of the group, 2 to {ApprovalGroup.MaxMembers}."));
        if (problem is not null)
        {
            return Problems.Problem(problem.Status, "The decision cannot be read", problem.Message, problem.Field);
        }

        var opened = new List<LinkVerdict>();
        foreach (var token in body!.Tokens!)
        {
            opened.Add(await links.OpenAsync(token, cancellationToken));
        }

        if (opened.Find(v => v.Claims is null) is { } bad)
        {
            return Problems.Problem(StatusCodes.Status403Forbidden, "A token is not accepted", bad.Reason, "tokens");
        }

        var claims = opened.Select(v => v.Claims!).DistinctBy(c => c.ApprovalId, StringComparer.Ordinal).ToList();
        if (ApprovalGroup.HashOf(claims.Select(c => (c.ApprovalId, c.PlanHash))) != hash)
        {
            return Problems.Problem(StatusCodes.Status403Forbidden, "Another group", "The tokens are not those of this group: read what waits again.", "tokens");
        }

        if (users.Identify(request, body.User) is not { } user)
        {
            return Problems.Nobody("A decision needs");
        }

        var (order, wrong) = decision!.Order(user.ToPerson(), catalog, clock.GetUtcNow());
        if (wrong is not null)
        {
            return Problems.Problem(wrong.Status, "The decision cannot be read", wrong.Message, wrong.Field);
        }

        // One after the other, and each by its own rules: an answer that was lost is sent again, and finishes what is left.
        var results = new List<MemberDecided>();
        foreach (var one in claims)
        {
            var result = await desk.DecideAsync(one, order! with { Group = hash }, cancellationToken);
            results.Add(new(one.ApprovalId, result.Kind == DecisionResultKind.Recorded, result.Reason));
            if (result.AnnounceKey is { } announced)
            {
                await pump.FollowUpAsync(one.IncidentId, announced, client, cancellationToken);
            }
        }

        var recorded = results.Count(r => r.Recorded);
        return JsonBody.Of(new GroupDecided(hash, recorded == results.Count, $"Recorded on {recorded} of {results.Count} requests.", results));
    }
}

/// <summary>What waits.</summary>
/// <param name="Approvals">The open requests, oldest first.</param>
/// <param name="Groups">Those that can be answered as one.</param>
public sealed record ApprovalList(IReadOnlyList<PendingApproval> Approvals, IReadOnlyList<GroupShown> Groups);

/// <summary>Requests that can be answered as one.</summary>
/// <param name="Hash">Over all their plan hashes.</param>
/// <param name="Approvers">Whom they ask.</param>
/// <param name="Deadline">The earliest.</param>
/// <param name="Approvals">Their ids.</param>
public sealed record GroupShown(string Hash, IReadOnlyList<string> Approvers, DateTimeOffset Deadline, IReadOnlyList<string> Approvals);

/// <summary>One decision about all requests of a group.</summary>
/// <param name="Tokens">The tokens of all of them.</param>
/// <param name="User">The local user, embedded flavor alone.</param>
/// <param name="Decision"><c>approve</c> or <c>reject</c>.</param>
/// <param name="Reason">Why.</param>
/// <param name="Instruction">With a rejection: what to do instead.</param>
/// <param name="Window">With an approval: the window to begin in.</param>
public sealed record GroupDecisionRequest(
    IReadOnlyList<string>? Tokens, string? User, string? Decision, string? Reason, string? Instruction = null, string? Window = null);

/// <summary>What became of a decision about a group.</summary>
/// <param name="Group">Its hash.</param>
/// <param name="Recorded">Whether it was recorded on every request.</param>
/// <param name="Message">In a sentence.</param>
/// <param name="Approvals">What became of it on each.</param>
public sealed record GroupDecided(string Group, bool Recorded, string Message, IReadOnlyList<MemberDecided> Approvals);

/// <summary>What became of a decision on one request of a group.</summary>
/// <param name="ApprovalId">The request.</param>
/// <param name="Recorded">Whether it was recorded now.</param>
/// <param name="Message">For the person.</param>
public sealed record MemberDecided(string ApprovalId, bool Recorded, string Message);

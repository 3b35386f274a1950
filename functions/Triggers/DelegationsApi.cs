using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using OpsAutomation.Core.Approvals;
using OpsAutomation.Functions.Hosting;

namespace OpsAutomation.Functions.Triggers;

/// <summary>Delegations: a person lets another decide in their place for a time. Everyone sees them.</summary>
public sealed class DelegationsApi(Access access, DelegationLedger delegations, IUserSource users, TimeProvider clock)
{
    private const int LogLength = 200;

    /// <summary>The delegations that stand, and who gave and revoked which.</summary>
    [Function("ListDelegations")]
    public async Task<IActionResult> List(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/approvals/people/delegations")] HttpRequest request, CancellationToken cancellationToken) =>
        access.Refuse(request, OpsRole.Reader) ?? JsonBody.Of(new DelegationList(await delegations.ListAsync(cancellationToken), [.. (await delegations.LogAsync(cancellationToken)).TakeLast(LogLength)]));

    /// <summary>Lets another person decide in the user's place.</summary>
    [Function("GiveDelegation")]
    public async Task<IActionResult> Give(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "api/approvals/people/delegations")] HttpRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (access.Refuse(request, OpsRole.Approver) is { } refused)
        {
            return refused;
        }

        var (body, problem) = await JsonBody.ReadAsync<DelegationRequest>(request, "{to, until or for, reason, user}, all of them text", cancellationToken);
        problem ??= JsonBody.Reason(body!.Reason);
        if (problem is not null)
        {
            return Problems.Problem(problem.Status, "No delegation", problem.Message, problem.Field);
        }

        if (EndTimes.Read(body!.Until, body.For, clock.GetUtcNow()) is not { } until)
        {
            return Problems.Problem(StatusCodes.Status400BadRequest, "No delegation", "Say until when, such as 2026-12-01T18:00+01:00, or for how long, such as 7d; one of the two.", "until");
        }

        return users.Identify(request, body.User) is { } user
            ? Answer(await delegations.GiveAsync(user.Name, body.To ?? string.Empty, until, body.Reason!.Trim(), cancellationToken))
            : Nobody();
    }

    /// <summary>Ends a delegation before its time.</summary>
    [Function("RevokeDelegation")]
    public async Task<IActionResult> Revoke(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "api/approvals/people/delegations/revoke")] HttpRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (access.Refuse(request, OpsRole.Approver) is { } refused)
        {
            return refused;
        }

        var (body, problem) = await JsonBody.ReadAsync<DelegationRequest>(request, "{user}; from may be left out, and is the user then", cancellationToken);
        if (problem is not null)
        {
            return Problems.Problem(problem.Status, "Not revoked", problem.Message, problem.Field);
        }

        return users.Identify(request, body!.User) is { } user
            ? Answer(await delegations.RevokeAsync(string.IsNullOrWhiteSpace(body.From) ? user.Name : body.From.Trim(), user.Name, cancellationToken))
            : Nobody();
    }

    private static IActionResult Nobody() =>
        Problems.Nobody("A delegation needs");

    private static IActionResult Answer(DelegationResult result) => result.Delegation is { } done
        ? JsonBody.Of(new DelegationAnswer(result.Reason, done))
        : Problems.Problem(result.Field == "user" ? StatusCodes.Status403Forbidden : StatusCodes.Status400BadRequest, "Nothing was changed", result.Reason, result.Field);
}

/// <summary>A delegation that is wanted, or its end.</summary>
/// <param name="To">Who shall decide.</param>
/// <param name="From">To revoke: in whose place; the user when left out.</param>
/// <param name="Until">When it ends, with its offset.</param>
/// <param name="For">How long it lasts, instead.</param>
/// <param name="Reason">Why.</param>
/// <param name="User">The local user, embedded flavor alone.</param>
public sealed record DelegationRequest(string? To, string? From, string? Until, string? For, string? Reason, string? User);

/// <summary>What was done.</summary>
/// <param name="Message">In a sentence.</param>
/// <param name="Delegation">The delegation.</param>
public sealed record DelegationAnswer(string Message, Delegation Delegation);

/// <summary>The delegations.</summary>
/// <param name="Delegations">Those that stand.</param>
/// <param name="Log">Who gave and revoked which, oldest first.</param>
public sealed record DelegationList(IReadOnlyList<Delegation> Delegations, IReadOnlyList<DelegationChange> Log);

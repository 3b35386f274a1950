using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using OpsAutomation.Core.Alerts.Intake;
using OpsAutomation.Core.Approvals;
using OpsAutomation.Core.Guardrails.Holds;
using OpsAutomation.Functions.Hosting;

namespace OpsAutomation.Functions.Triggers;

/// <summary>Holds: a person works on something, and automation keeps off. Placing and releasing need a name; both are kept.</summary>
public sealed partial class HoldsApi(Access access, HoldLedger holds, IUserSource users, TimeProvider clock, ILogger<HoldsApi> logger)
{
    private const string Shape = "{resource, until or for, user; reason may be left out}";

    /// <summary>The holds that stand, and who placed and released which.</summary>
    [Function("ListHolds")]
    public async Task<IActionResult> List(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/holds")] HttpRequest request, CancellationToken cancellationToken) =>
        access.Refuse(request, OpsRole.Reader) ?? JsonBody.Of(new HoldList(await holds.ListAsync(cancellationToken), [.. (await holds.LogAsync(cancellationToken)).TakeLast(HoldLedger.MaxLive)]));

    /// <summary>Places a hold, or moves the end of the one that stands.</summary>
    [Function("PlaceHold")]
    public async Task<IActionResult> Place(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "api/holds")] HttpRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (access.Refuse(request, OpsRole.Operator) is { } refused)
        {
            return refused;
        }

        var (body, problem) = await JsonBody.ReadAsync<HoldRequest>(request, Shape, cancellationToken);
        problem ??= Check(body!);
        var until = problem is null ? Until(body!) : null;
        if (problem is null && until is null)
        {
            problem = new IntakeProblem(StatusCodes.Status400BadRequest, "until", "Say until when, such as 2026-12-01T18:00+01:00, or for how long, such as 2h; one of the two.");
        }

        if (problem is not null)
        {
            return Problems.Problem(problem.Status, "No hold", problem.Message, problem.Field);
        }

        if (users.Identify(request, body!.User) is not { } user)
        {
            return Nobody();
        }

        var result = await holds.PlaceAsync(body.Resource!, until!.Value, user.Name, body.Reason, cancellationToken);
        if (result.Hold is not { } hold)
        {
            return Problems.Problem(result.Field is null ? StatusCodes.Status409Conflict : StatusCodes.Status400BadRequest, "No hold", result.Reason, result.Field);
        }

        Placed(logger, hold.Resource, user.Name, hold.Until);
        return JsonBody.Of(new HoldAnswer(result.Reason, hold));
    }

    /// <summary>Ends a hold before its time.</summary>
    [Function("ReleaseHold")]
    public async Task<IActionResult> Release(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "api/holds/release")] HttpRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (access.Refuse(request, OpsRole.Operator) is { } refused)
        {
            return refused;
        }

        var (body, problem) = await JsonBody.ReadAsync<HoldRequest>(request, "{resource, user; reason may be left out}", cancellationToken);
        problem ??= Check(body!);
        if (problem is not null)
        {
            return Problems.Problem(problem.Status, "Not released", problem.Message, problem.Field);
        }

        if (users.Identify(request, body!.User) is not { } user)
        {
            return Nobody();
        }

        var result = await holds.ReleaseAsync(body.Resource!, user.Name, body.Reason, cancellationToken);
        if (result.Hold is not { } hold)
        {
            return Problems.Problem(StatusCodes.Status404NotFound, "No such hold", result.Reason, result.Field);
        }

        Released(logger, hold.Resource, user.Name);
        return JsonBody.Of(new HoldAnswer(result.Reason, hold));
    }

    private static IntakeProblem? Check(HoldRequest body) =>
        string.IsNullOrWhiteSpace(body.Resource) ? new IntakeProblem(StatusCodes.Status400BadRequest, "resource", "Name the resource by its ARM id.")
        : body.Reason?.Length > ApprovalDesk.MaxReason ? JsonBody.Reason(body.Reason)
        : null;

    private static IActionResult Nobody() =>
        Problems.Nobody("A hold needs");

    private DateTimeOffset? Until(HoldRequest body) => EndTimes.Read(body.Until, body.For, clock.GetUtcNow());

    [LoggerMessage(2170, LogLevel.Information, "{User} holds {Resource} until {Until}: automation keeps off.")]
    private static partial void Placed(ILogger logger, string resource, string user, DateTimeOffset until);

    [LoggerMessage(2171, LogLevel.Information, "{User} released {Resource}.")]
    private static partial void Released(ILogger logger, string resource, string user);
}

/// <summary>A request for a hold, or for its end.</summary>
/// <param name="Resource">ARM id of a resource, a resource group or a subscription.</param>
/// <param name="Until">When it ends, with its offset.</param>
/// <param name="For">How long it lasts, instead.</param>
/// <param name="Reason">Why.</param>
/// <param name="User">The local user, embedded flavor alone.</param>
public sealed record HoldRequest(string? Resource, string? Until, string? For, string? Reason, string? User);

/// <summary>What was done.</summary>
/// <param name="Message">In a sentence.</param>
/// <param name="Hold">The hold.</param>
public sealed record HoldAnswer(string Message, Hold Hold);

/// <summary>The holds.</summary>
/// <param name="Holds">Those that stand, by their end.</param>
/// <param name="Log">Who placed and released which, oldest first.</param>
public sealed record HoldList(IReadOnlyList<Hold> Holds, IReadOnlyList<HoldChange> Log);

using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using OpsAutomation.Core.Alerts.Matching;
using OpsAutomation.Core.Calendars.Silencing;
using OpsAutomation.Functions.Activities;
using OpsAutomation.Functions.Hosting;

namespace OpsAutomation.Functions.Triggers;

/// <summary>Silences: what exists, what one would hide, making and cancelling one. Making and cancelling need a name and a reason.</summary>
public sealed partial class SilencesApi(Access access, SilenceLedger ledger, CalendarDesk desk, IUserSource users, TimeProvider clock, ILogger<SilencesApi> logger)
{
    private const string Shape = "{matchers, for or endsAt, reason, user; startsAt and id may be left out}";

    /// <summary>Silences that are active, come, or ended in the last day, and everything that hides alerts now.</summary>
    [Function("ListSilences")]
    public async Task<IActionResult> List(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/silences")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (access.Refuse(request, OpsRole.Reader) is { } refused)
        {
            return refused;
        }

        var state = await desk.StateAsync(cancellationToken);
        var now = clock.GetUtcNow();
        return JsonBody.Of(new SilenceList(await desk.ListedAsync(cancellationToken), state.ActiveAt(now), state.NextChange(now)));
    }

    /// <summary>What a silence would have hidden in the last 24 hours. Makes nothing.</summary>
    [Function("PreviewSilence")]
    public async Task<IActionResult> Preview(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "api/silences/preview")] HttpRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (access.Refuse(request, OpsRole.Reader) is { } refused)
        {
            return refused;
        }

        var (body, problem) = await JsonBody.ReadAsync<SilenceRequest>(request, "{matchers}", cancellationToken);
        if (problem is not null)
        {
            return Problems.Problem(problem.Status, "No preview", problem.Message, problem.Field);
        }

        var problems = new List<SilenceProblem>();
        return SilenceRules.Matcher(body!.Matchers ?? [], problems) is { } matcher
            ? JsonBody.Of(await desk.PreviewAsync(matcher, cancellationToken))
            : Wrong("No preview", problems);
    }

    /// <summary>Makes a silence and answers with what it would have hidden.</summary>
    [Function("CreateSilence")]
    public async Task<IActionResult> Create(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "api/silences")] HttpRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (access.Refuse(request, OpsRole.Operator) is { } refused)
        {
            return refused;
        }

        var (body, problem) = await JsonBody.ReadAsync<SilenceRequest>(request, Shape, cancellationToken);
        if (problem is not null)
        {
            return Problems.Problem(problem.Status, "No silence", problem.Message, problem.Field);
        }

        if (users.Identify(request, body!.User) is not { } user)
        {
            return Nobody();
        }

        var result = await ledger.CreateAsync(body.Draft, user.Name, cancellationToken);
        switch (result.Outcome)
        {
            case SilenceOutcome.Invalid:
                return Wrong("No silence", result.Problems!);
            case SilenceOutcome.Taken or SilenceOutcome.TooMany:
                return Problems.Problem(StatusCodes.Status409Conflict, "No silence", result.Reason, result.Outcome == SilenceOutcome.Taken ? "id" : null);
        }

        var silence = result.Silence!;
        var created = result.Outcome == SilenceOutcome.Done;
        if (created)
        {
            Created(logger, silence.Id, user.Name, silence.EndsAt);
        }

        var preview = await desk.PreviewAsync(AlertMatcher.Parse(silence.Matchers).Matcher!, cancellationToken);
        return JsonBody.Of(new SilenceAnswer(created, $"{result.Reason} {preview.Text}", silence, preview));
    }

    /// <summary>Ends a silence before its time.</summary>
    [Function("CancelSilence")]
    public async Task<IActionResult> Cancel(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "api/silences/{id}/cancel")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (access.Refuse(request, OpsRole.Operator) is { } refused)
        {
            return refused;
        }

        var (body, problem) = await JsonBody.ReadAsync<CancelRequest>(request, "{user, reason}", cancellationToken);
        problem ??= JsonBody.Reason(body!.Reason);
        if (problem is not null)
        {
            return Problems.Problem(problem.Status, "Not cancelled", problem.Message, problem.Field);
        }

        if (users.Identify(request, body!.User) is not { } user)
        {
            return Nobody();
        }

        var result = await ledger.CancelAsync(id, user.Name, body.Reason!.Trim(), cancellationToken);
        if (result.Silence is not { } silence)
        {
            return Problems.Problem(StatusCodes.Status404NotFound, "No such silence", result.Reason);
        }

        var cancelled = result.Outcome == SilenceOutcome.Done;
        if (cancelled)
        {
            Cancelled(logger, silence.Id, user.Name);
        }

        return JsonBody.Of(new CancelAnswer(cancelled, result.Reason, silence));
    }

    private static IActionResult Wrong(string title, IReadOnlyList<SilenceProblem> problems) =>
        Problems.Problem(StatusCodes.Status400BadRequest, title, string.Join(" ", problems.Select(p => p.Message)), problems[0].Field);

    private static IActionResult Nobody() =>
        Problems.Nobody("A silence needs");

    [LoggerMessage(2160, LogLevel.Information, "Silence {SilenceId} was created by {User}; it ends at {EndsAt}.")]
    internal static partial void Created(ILogger logger, string silenceId, string user, DateTimeOffset endsAt);

    [LoggerMessage(2161, LogLevel.Information, "Silence {SilenceId} was cancelled by {User}.")]
    internal static partial void Cancelled(ILogger logger, string silenceId, string user);
}

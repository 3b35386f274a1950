using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using OpsAutomation.Core.Alerts.Intake;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.EarnedAutonomy;
using OpsAutomation.Core.Playbooks;
using OpsAutomation.Core.Playbooks.Planning;
using OpsAutomation.Functions.Hosting;

namespace OpsAutomation.Functions.Triggers;

/// <summary>What playbooks have earned for which resources; a person grants what is proposed, or takes a level away.</summary>
public sealed class AutonomyApi(Access access, OpsCatalog catalog, AutonomyLedger ledger, IUserSource users)
{
    /// <summary>Every playbook that starts by itself and changes something, with what it may do now and why.</summary>
    [Function("ListAutonomy")]
    public async Task<IActionResult> List(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/autonomy")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (access.Refuse(request, OpsRole.Reader) is { } refused)
        {
            return refused;
        }

        var all = new List<EarnedLevel>();
        foreach (var playbook in catalog.Playbooks.Where(AutonomyRules.CanEarn).OrderBy(p => p.Name, StringComparer.Ordinal))
        {
            all.Add(new EarnedLevel(playbook.Autonomy, playbook.StartsAt, await ledger.ReadAsync(Pin(playbook), AutonomyRules.ClassOf(playbook), cancellationToken)));
        }

        return JsonBody.Of(new EarnedLevels(ledger.Needed, all));
    }

    /// <summary>Grants the level that is proposed.</summary>
    [Function("PromotePlaybook")]
    public Task<IActionResult> Promote(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "api/autonomy/promote")] HttpRequest request, CancellationToken cancellationToken) =>
        ChangeAsync(request, OpsRole.Admin, (pinned, type, user, reason) => ledger.PromoteAsync(pinned, type, user, reason, cancellationToken), cancellationToken);

    /// <summary>Takes a level away; needs no proposal.</summary>
    [Function("DemotePlaybook")]
    public Task<IActionResult> Demote(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "api/autonomy/demote")] HttpRequest request, CancellationToken cancellationToken) =>
        ChangeAsync(request, OpsRole.Operator, async (pinned, type, user, reason) => (await ledger.DemoteAsync(pinned, type, user, reason, cancellationToken), null), cancellationToken);

    private async Task<IActionResult> ChangeAsync(
        HttpRequest request, OpsRole least, Func<PinnedPlaybook, string, string, string, Task<(TrackRecord? Record, string? Refusal)>> change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (access.Refuse(request, least) is { } refused)
        {
            return refused;
        }

        var (body, problem) = await JsonBody.ReadAsync<LevelRequest>(request, "{playbook, type, user, reason}, all of them text", cancellationToken);
        var playbook = catalog.Playbooks.FirstOrDefault(p => string.Equals(p.Name, body?.Playbook, StringComparison.Ordinal));
        problem ??= playbook is null
            ? new IntakeProblem(StatusCodes.Status404NotFound, "playbook", "There is no playbook of that name.")
            : !string.Equals(body!.Type, playbook.Match.ResourceType, StringComparison.OrdinalIgnoreCase)
                ? new IntakeProblem(StatusCodes.Status400BadRequest, "type", $"The playbook is for {playbook.Match.ResourceType}.")
                : JsonBody.Reason(body.Reason);
        if (problem is not null)
        {
            return Problems.Problem(problem.Status, "Nothing was changed", problem.Message, problem.Field);
        }

        if (users.Identify(request, body!.User) is not { } user)
        {
            return Problems.Nobody("A level needs");
        }

        var (record, refusal) = await change(Pin(playbook!), body.Type!, user.Name, body.Reason!.Trim());
        return record is null
            ? Problems.Problem(StatusCodes.Status409Conflict, "Nothing was changed", refusal!)
            : JsonBody.Of(new EarnedLevel(playbook!.Autonomy, playbook.StartsAt, record));
    }

    private PinnedPlaybook Pin(Playbook playbook) => PlaybookHash.Pin(playbook, catalog.Playbooks);
}

/// <summary>Answer of the list.</summary>
/// <param name="Needed">Agreeing runs in a row before a level is proposed.</param>
/// <param name="Playbooks">The playbooks.</param>
public sealed record EarnedLevels(int Needed, IReadOnlyList<EarnedLevel> Playbooks);

/// <summary>What one playbook has earned.</summary>
/// <param name="Most">The most that it declares.</param>
/// <param name="StartsAt">Where it starts, if it says so.</param>
/// <param name="Record">What it may do now, and how that came about.</param>
public sealed record EarnedLevel(Autonomy Most, Autonomy? StartsAt, TrackRecord Record);

/// <summary>A request to change a level.</summary>
/// <param name="Playbook">Name of the playbook.</param>
/// <param name="Type">ARM type of the resources.</param>
/// <param name="User">The local user, embedded flavor alone.</param>
/// <param name="Reason">Why.</param>
public sealed record LevelRequest(string? Playbook, string? Type, string? User, string? Reason);

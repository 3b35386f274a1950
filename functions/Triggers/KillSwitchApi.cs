using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using OpsAutomation.Core.Alerts.Intake;
using OpsAutomation.Core.Guardrails;
using OpsAutomation.Functions.Hosting;

namespace OpsAutomation.Functions.Triggers;

/// <summary>The kill switch: while it is on, nothing is sent to Azure that changes anything, whatever was approved.</summary>
public sealed class KillSwitchApi(Access access, KillSwitch killSwitch, IUserSource users)
{
    /// <summary>How it stands, since when, by whom and why.</summary>
    [Function("GetKillSwitch")]
    public async Task<IActionResult> Get(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/kill-switch")] HttpRequest request, CancellationToken cancellationToken) =>
        access.Refuse(request, OpsRole.Reader) ?? JsonBody.Of(await killSwitch.ReadAsync(cancellationToken));

    /// <summary>Sets it. Stopping and going on both need a name and a reason.</summary>
    [Function("SetKillSwitch")]
    public async Task<IActionResult> Post(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "api/kill-switch")] HttpRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (access.Refuse(request, OpsRole.Operator) is { } refused)
        {
            return refused;
        }

        var (body, problem) = await JsonBody.ReadAsync<KillSwitchRequest>(request, "{on: true or false, user, reason}", cancellationToken);
        problem ??= body!.On is null ? new IntakeProblem(StatusCodes.Status400BadRequest, "on", "Say true or false.") : JsonBody.Reason(body.Reason);
        if (problem is not null)
        {
            return Problems.Problem(problem.Status, "The switch was not moved", problem.Message, problem.Field);
        }

        return users.Identify(request, body!.User) is { } user
            ? JsonBody.Of(await killSwitch.SetAsync(body.On!.Value, user.Name, body.Reason!.Trim(), cancellationToken))
            : Problems.Nobody("The switch needs");
    }
}

/// <summary>A request to move the switch.</summary>
/// <param name="On">Whether to stop everything.</param>
/// <param name="User">The local user, embedded flavor alone.</param>
/// <param name="Reason">Why.</param>
public sealed record KillSwitchRequest(bool? On, string? User, string? Reason);

using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Telemetry.FireDrills;
using OpsAutomation.Functions.Activities;
using OpsAutomation.Functions.Hosting;

namespace OpsAutomation.Functions.Triggers;

/// <summary>Fire drills: which there are, how they went, and one now.</summary>
public sealed class DrillsApi(Access access, FireDrillDesk desk, FireDrillLedger ledger, OpsCatalog catalog, IUserSource users, TimeProvider clock)
{
    /// <summary>The drills of the catalogue with when the next is, and every run that is kept.</summary>
    [Function("ListDrills")]
    public async Task<IActionResult> List(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/drills")] HttpRequest request, CancellationToken cancellationToken) =>
        access.Refuse(request, OpsRole.Reader) ?? JsonBody.Of(new DrillList(
            [.. catalog.Drills.Select(d => new DrillEntry(d.Name, d.NextAfter(clock.GetUtcNow()), d.Service, d.Channels, d.People))],
            await ledger.ListAsync(cancellationToken)));

    /// <summary>Begins one now.</summary>
    [Function("BeginDrill")]
    public async Task<IActionResult> Begin(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "api/drills/{name}")] HttpRequest request, string name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (access.Refuse(request, OpsRole.Operator) is { } refused)
        {
            return refused;
        }

        var (body, problem) = await JsonBody.ReadAsync<DrillRequest>(request, "{user}", cancellationToken);
        if (problem is not null)
        {
            return Problems.Problem(problem.Status, "No drill", problem.Message, problem.Field);
        }

        if (users.Identify(request, body!.User) is not { } user)
        {
            return Problems.Nobody("A drill needs");
        }

        return await desk.BeginNowAsync(name, user.Name, cancellationToken) is { } run
            ? JsonBody.Of(new DrillBegun($"The drill {run.Id} is under way; {string.Join(", ", run.People)} may answer it.", run))
            : Problems.Problem(StatusCodes.Status404NotFound, "No such drill", "There is no drill of that name in drills.yaml.");
    }
}

/// <summary>A request for a drill.</summary>
/// <param name="User">The local user, embedded flavor alone.</param>
public sealed record DrillRequest(string? User);

/// <summary>What was begun.</summary>
/// <param name="Message">For the person.</param>
/// <param name="Run">The run.</param>
public sealed record DrillBegun(string Message, FireDrillRun Run);

/// <summary>A drill of the catalogue.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Next">When the next one is.</param>
/// <param name="Service">The service, or null.</param>
/// <param name="Channels">The channels; empty for all.</param>
/// <param name="People">Who may answer.</param>
public sealed record DrillEntry(string Name, DateTimeOffset Next, string? Service, IReadOnlyList<string> Channels, IReadOnlyList<string> People);

/// <summary>The drills.</summary>
/// <param name="Drills">Those of the catalogue.</param>
/// <param name="Runs">How they went, newest first.</param>
public sealed record DrillList(IReadOnlyList<DrillEntry> Drills, IReadOnlyList<FireDrillRun> Runs);

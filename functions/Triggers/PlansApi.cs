using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Alerts.Intake;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.EarnedAutonomy;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Playbooks.Planning;
using OpsAutomation.Core.Services;
using OpsAutomation.Functions.Activities;
using OpsAutomation.Functions.Hosting;

namespace OpsAutomation.Functions.Triggers;

/// <summary>What would be done now: by an incident's run, or by a playbook on any resource. Reads only.</summary>
public sealed class PlansApi(Access access, IncidentJournal journal, PlanDesk desk, OpsCatalog catalog, AutonomyLedger autonomy, TimeProvider clock)
{
    /// <summary>The plan of an incident: what stands, and what would be planned now.</summary>
    [Function("GetIncidentPlan")]
    public async Task<IActionResult> Get(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/incidents/{id}/plan")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        if (access.Refuse(request, OpsRole.Reader) is { } refused)
        {
            return refused;
        }

        if (await journal.ReadAsync(id, cancellationToken) is not { } file)
        {
            return Problems.Problem(StatusCodes.Status404NotFound, "No such incident", "There is no incident of that id.");
        }

        if (file.Facts.OfType<Fact.PlaybookChosen>().LastOrDefault() is not { } chosen || file.Pinned is null)
        {
            var why = file.Facts.OfType<Fact.NoPlaybook>().LastOrDefault()?.Reason ?? "No playbook was chosen yet.";
            return JsonBody.Of(new PlanView(null, null, null, null, null, [], WouldAct: false, why));
        }

        return JsonBody.Of(await desk.ShowAsync(file, chosen.AutonomyReason ?? "It is what the playbook declares.", cancellationToken));
    }

    /// <summary>A dry run of a playbook on a resource.</summary>
    [Function("PostPlan")]
    public async Task<IActionResult> Post(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "api/plans")] HttpRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (access.Refuse(request, OpsRole.Reader) is { } refused)
        {
            return refused;
        }

        var (body, problem) = await JsonBody.ReadAsync<PlanOrder>(request, "{playbook, resource, parameters: {name: text}}", cancellationToken);
        var playbook = catalog.Playbooks.FirstOrDefault(p => string.Equals(p.Name, body?.Playbook, StringComparison.Ordinal));
        problem ??= playbook is null
            ? new IntakeProblem(StatusCodes.Status404NotFound, "playbook", "There is no playbook of that name.")
            : playbook.Match.ResourceType != ActionDescriptor.AnyResource && !string.Equals(ArmId.TypeOf(body!.Resource), playbook.Match.ResourceType, StringComparison.OrdinalIgnoreCase)
                ? new IntakeProblem(StatusCodes.Status400BadRequest, "resource", $"Name the ARM id of a resource of type {playbook.Match.ResourceType}.")
                : null;
        if (problem is not null)
        {
            return Problems.Problem(problem.Status, "Nothing was planned", problem.Message, problem.Field);
        }

        var (given, problems) = DryIncident.Given(playbook!, body!.Parameters ?? new Dictionary<string, string>(StringComparer.Ordinal));
        if (given is null)
        {
            return Problems.Problem(StatusCodes.Status400BadRequest, "Nothing was planned", string.Join(" ", problems), "parameters");
        }

        var pinned = PlaybookHash.Pin(playbook!, catalog.Playbooks);
        var earned = await autonomy.ReadAsync(pinned, AutonomyRules.ClassOf(playbook!), cancellationToken);
        var resource = body.Resource?.ToLowerInvariant() ?? string.Empty;
        var file = DryIncident.Of(pinned with { Playbook = given }, resource, catalog.Services.Find(resource)?.Name, earned.Level, earned.Reason, clock.GetUtcNow());
        return JsonBody.Of(await desk.ShowAsync(file, earned.Reason, cancellationToken));
    }
}

/// <summary>A dry run as a program asks for it.</summary>
/// <param name="Playbook">Name of the playbook.</param>
/// <param name="Resource">ARM id of the resource.</param>
/// <param name="Parameters">Values for parameters of the playbook, as text; null for the defaults.</param>
public sealed record PlanOrder(string? Playbook, string? Resource, IReadOnlyDictionary<string, string>? Parameters);

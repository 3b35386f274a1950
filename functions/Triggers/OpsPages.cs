using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using OpsAutomation.Core.Approvals;
using OpsAutomation.Core.Correlation;
using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Guardrails.Holds;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Functions.Activities;
using OpsAutomation.Functions.Hosting;
using OpsAutomation.Pages.IncidentDetail;
using OpsAutomation.Pages.IncidentList;
using OpsAutomation.Pages.Problems;
using OpsAutomation.Pages.Rendering;

namespace OpsAutomation.Functions.Triggers;

/// <summary>The pages for reading: rendered here, no script, nothing but a style sheet beside them.</summary>
public sealed class OpsPages(
    PageAnswers pages,
    IncidentIndex index,
    IncidentJournal journal,
    ScopeLedger scopes,
    ApprovalDesk approvals,
    LinkSigner signer,
    IUserSource users,
    KillSwitch killSwitch,
    HoldLedger holds)
{
    private const int MaxListed = 500;

    /// <summary>The list of incidents.</summary>
    [Function("IncidentsPage")]
    public async Task<IActionResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "ops")] HttpRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (await pages.RefuseAsync(request) is { } refused)
        {
            return refused;
        }

        var rows = new List<IncidentRow>();
        await foreach (var incident in index.RecentAsync(cancellationToken))
        {
            rows.Add(new IncidentRow(incident, await DeadlineAsync(incident, cancellationToken)));
            if (rows.Count == MaxListed)
            {
                break;
            }
        }

        var filter = IncidentFilter.Parse(request.Query[IncidentFilter.StatusField], request.Query[IncidentFilter.ServiceField]);
        return await pages.PageAsync<IncidentsPage, IncidentsPageModel>(request, IncidentsPageModel.Build(rows, filter, pages.Context(request)) with { Paused = await PausedAsync(cancellationToken) });
    }

    private async Task<IReadOnlyList<string>> PausedAsync(CancellationToken cancellationToken)
    {
        var state = await killSwitch.ReadAsync(cancellationToken);
        var held = (await holds.ListAsync(cancellationToken)).Select(h => FormattableString.Invariant(
            $"Automation keeps off {h.Resource} until {h.Until.UtcDateTime:yyyy-MM-dd HH:mm} UTC: {h.By} holds it. {h.Reason}"));
        return state.On
            ? [FormattableString.Invariant($"All automation is stopped since {state.At.UtcDateTime:yyyy-MM-dd HH:mm} UTC, by {state.Actor}: {state.Reason}"), .. held]
            : [.. held];
    }

    /// <summary>One incident.</summary>
    [Function("IncidentPage")]
    public async Task<IActionResult> Incident(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "ops/incidents/{id}")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (await pages.RefuseAsync(request) is { } refused)
        {
            return refused;
        }

        if (await journal.ReadAsync(id, cancellationToken) is not { } file)
        {
            return await pages.ProblemAsync(request, ProblemPageModel.NotFound(pages.Context(request), "incident", id));
        }

        var dispositions = new List<Disposition>();
        foreach (var alert in file.Alerts)
        {
            dispositions.AddRange(await scopes.ReadDispositionsAsync(file.Head.Scope, alert.Id, cancellationToken));
        }

        return await pages.PageAsync<IncidentPage, IncidentPageModel>(
            request,
            IncidentPageModel.Build(file, dispositions, AuditState.Of(file), pages.Context(request), DecideAt(file, request)));
    }

    /// <summary>The style sheet; its address names its content.</summary>
    [Function("StyleSheet")]
    public static IActionResult Style([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "ops/style.css")] HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var headers = request.HttpContext.Response.Headers;
        headers.ETag = Stylesheet.ETag;
        headers.CacheControl = "public, max-age=31536000, immutable";
        headers.XContentTypeOptions = "nosniff";
        return new ContentResult { Content = Stylesheet.Content, ContentType = Stylesheet.ContentType, StatusCode = StatusCodes.Status200OK };
    }

    // A signed link is given to those alone who could be asked: signed-in users, and whoever sits at the loopback port.
    private string? DecideAt(IncidentFile file, HttpRequest request)
    {
        var asked = file.Facts.OfType<Fact.Asked>().LastOrDefault();
        return asked is not null && file.Head.Status == IncidentStatus.AwaitingApproval && (users.LocalUsers.Count > 0 || users.Identify(request, null)?.Role >= OpsRole.Approver)
            ? OpsLinks.ApprovalPathAndQuery(signer.Sign(approvals.ClaimsOf(file.Head.Id, asked)), "none")
            : null;
    }

    private async Task<DateTimeOffset?> DeadlineAsync(Incident incident, CancellationToken cancellationToken) =>
        incident.Status == IncidentStatus.AwaitingApproval && await journal.ReadAsync(incident.Id, cancellationToken) is { } file
            ? file.Facts.OfType<Fact.Asked>().LastOrDefault()?.Deadline
            : null;
}

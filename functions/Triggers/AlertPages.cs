using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using OpsAutomation.Core.Correlation.Recent;
using OpsAutomation.Core.Correlation.Search;
using OpsAutomation.Functions.Activities;
using OpsAutomation.Pages.AlertList;
using OpsAutomation.Pages.Alerts;
using OpsAutomation.Pages.Problems;

namespace OpsAutomation.Functions.Triggers;

/// <summary>The pages about alerts: a search, and one alert explained. They only read.</summary>
public sealed class AlertPages(PageAnswers pages, AlertDossier dossier, RecentAlerts recent)
{
    private const int MaxSiblings = 20;

    /// <summary>Finds alerts.</summary>
    [Function("AlertsPage")]
    public async Task<IActionResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "ops/alerts")] HttpRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (await pages.RefuseAsync(request) is { } refused)
        {
            return refused;
        }

        var context = pages.Context(request);
        var fields = Searched.Fields(request.Query).ToList();
        var asked = fields.Where(f => !string.IsNullOrWhiteSpace(f.Value)).DistinctBy(f => f.Key, StringComparer.Ordinal).ToDictionary(f => f.Key, f => f.Value!, StringComparer.Ordinal);
        var (query, problems) = AlertQueryReader.Read(fields, context.Now);
        if (query is null)
        {
            return await pages.PageAsync<AlertsPage, AlertsPageModel>(
                request, new AlertsPageModel(context, asked, problems, null, null, null), StatusCodes.Status400BadRequest);
        }

        var found = await AlertSearch.FindAsync(recent, query, cancellationToken);
        var counts = await DispositionCounts.OfAsync(recent, query, cancellationToken);
        return await pages.PageAsync<AlertsPage, AlertsPageModel>(request, new AlertsPageModel(context, asked, [], query, found, counts));
    }

    /// <summary>One alert, explained.</summary>
    [Function("AlertPage")]
    public async Task<IActionResult> Alert(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "ops/alerts/{id}")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (await pages.RefuseAsync(request) is { } refused)
        {
            return refused;
        }

        var context = pages.Context(request);
        if (await dossier.ReadAsync(id, cancellationToken) is not { } file)
        {
            return await pages.ProblemAsync(request, ProblemPageModel.NotFound(context, "alert", id));
        }

        var others = file.Alert is { Fingerprint.Length: > 0 } alert
            ? await AlertSearch.FindAsync(
                recent,
                new AlertQuery(context.Now - AlertQuery.DefaultRange, context.Now.AddTicks(1)) { Fingerprint = alert.Fingerprint, Limit = MaxSiblings },
                cancellationToken)
            : null;
        return await pages.PageAsync<AlertPage, AlertPageModel>(request, new AlertPageModel(context, id, file.Alert, file.Dispositions)
        {
            Paged = file.Paged,
            OnCall = file.OnCall,
            Letter = file.Letter,
            Replay = file.Replay,
            Source = file.Source,
            ReceivedAt = file.ReceivedAt,
            PayloadReference = file.PayloadReference,
            PayloadKeptUntil = file.Payload?.ExpiresAt,
            Body = file.Letter is null ? null : file.Payload?.Body.GetRawText(),
            Others = others,
        });
    }
}

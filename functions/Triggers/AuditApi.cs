using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using OpsAutomation.Core.Audit;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Functions.Activities;
using OpsAutomation.Functions.Hosting;

namespace OpsAutomation.Functions.Triggers;

/// <summary>Whether what was recorded is as it was written, and what was recorded, to carry away.</summary>
public sealed class AuditApi(Access access, AuditInspector inspector, AuditExport export, IncidentIndex index, OpsCatalog catalog)
{
    // A year and its season: what is older was purged.
    private const int MaxDays = 400;

    /// <summary>Checks one incident's chain, or all of them and the anchors.</summary>
    [Function("VerifyAudit")]
    public async Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/audit")] HttpRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (access.Refuse(request, OpsRole.Reader) is { } refused)
        {
            return refused;
        }

        if (request.Query["incident"].ToString() is not { Length: > 0 } one)
        {
            return JsonBody.Of(await inspector.AllAsync(IncidentIds(cancellationToken), cancellationToken));
        }

        return await inspector.OneAsync(one, cancellationToken) is { } report
            ? JsonBody.Of(report)
            : Problems.Problem(StatusCodes.Status404NotFound, "No such incident", "There is no incident of that id.");
    }

    /// <summary>JSON lines of some days, which prove themselves (<see cref="AuditFile"/>).</summary>
    [Function("ExportAudit")]
    public async Task<IActionResult> Export(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/audit/export")] HttpRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (access.Refuse(request, OpsRole.Reader) is { } refused)
        {
            return refused;
        }

        var (from, to) = (Day(request.Query["from"]), Day(request.Query["to"]));
        if (from is not { } first || to is not { } last || last < first || last.DayNumber - first.DayNumber > MaxDays)
        {
            return Problems.Problem(
                StatusCodes.Status400BadRequest, "No export", $"Say from and to, days such as 2026-11-24, at most {MaxDays} apart.", from is null ? "from" : "to");
        }

        var lines = new StringBuilder();
        await foreach (var line in export.LinesAsync(catalog.Routing.Environment, first, last, IncidentIds(cancellationToken), cancellationToken))
        {
            lines.Append(line).Append('\n');
        }

        return new ContentResult { Content = lines.ToString(), ContentType = "application/x-ndjson", StatusCode = StatusCodes.Status200OK };
    }

    private IAsyncEnumerable<string> IncidentIds(CancellationToken cancellationToken) => index.RecentAsync(cancellationToken).Select(incident => incident.Id);

    private static DateOnly? Day(string? text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}

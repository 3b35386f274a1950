using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using OpsAutomation.Core.Records;
using OpsAutomation.Core.Telemetry.Drills;
using OpsAutomation.Functions.Hosting;

namespace OpsAutomation.Functions.Triggers;

/// <summary>Whether the service can do its work: it answers, records can be written and read, and alerts get through.</summary>
public sealed partial class Health(IRecordStore store, DrillLedger drills, OpsOptions options, TimeProvider clock, ILogger<Health> logger)
{
    private const string Partition = "health";

    /// <summary>Answers 200 with <c>healthy</c>, or 503: <c>degraded</c> while synthetic alerts fail, a problem when records do.</summary>
    [Function(nameof(Health))]
    public async Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/health")] HttpRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var mark = clock.GetUtcNow().ToString("O");
        try
        {
            await store.CommitAsync(Partition, [new RecordChange.Upsert("mark", $"\"{mark}\"")], cancellationToken);
            if (await store.ReadAsync(Partition, "mark", cancellationToken) is not null)
            {
                return options.SyntheticEvery > TimeSpan.Zero && (await drills.ReadAsync(cancellationToken)).State is { IsFailing: true } state
                    ? Degraded(request.HttpContext.Response, mark, state.Outage!)
                    : new OkObjectResult(new HealthReport("healthy", mark));
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Anybody may ask: the reason goes to the log, not to them.
            Unwell(logger, e);
        }

        return Problems.Unavailable(request.HttpContext.Response, "Records cannot be written and read.");
    }

    private static ObjectResult Degraded(HttpResponse response, string mark, DrillOutage outage)
    {
        response.Headers.RetryAfter = "60";
        var reason = FormattableString.Invariant($"Alerts do not get through since {outage.Since.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC. Synthetic alerts fail: {outage.Reason}");
        return new ObjectResult(new HealthReport("degraded", mark, reason)) { StatusCode = StatusCodes.Status503ServiceUnavailable };
    }

    [LoggerMessage(2006, LogLevel.Error, "Records cannot be written and read.")]
    private static partial void Unwell(ILogger logger, Exception exception);
}

/// <summary>Answer of the health endpoint.</summary>
/// <param name="Status"><c>healthy</c> or <c>degraded</c>.</param>
/// <param name="At">When it was checked, ISO 8601.</param>
/// <param name="Reason">Why it is degraded, for a person; null when healthy.</param>
public sealed record HealthReport(string Status, string At, string? Reason = null);

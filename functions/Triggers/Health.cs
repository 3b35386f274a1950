using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Functions.Triggers;

/// <summary>Whether the service can do its work: it answers, and records can be written and read.</summary>
public sealed partial class Health(IRecordStore store, TimeProvider clock, ILogger<Health> logger)
{
    private const string Partition = "health";

    /// <summary>Answers 200 with <c>healthy</c>, or 503.</summary>
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
                return new OkObjectResult(new HealthReport("healthy", mark));
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Anybody may ask: the reason goes to the log, not to them.
            Unwell(logger, e);
        }

        return Problems.Unavailable(request.HttpContext.Response, "Records cannot be written and read.");
    }

    [LoggerMessage(2006, LogLevel.Error, "Records cannot be written and read.")]
    private static partial void Unwell(ILogger logger, Exception exception);
}

/// <summary>Answer of the health endpoint.</summary>
/// <param name="Status"><c>healthy</c>.</param>
/// <param name="At">When it was checked, ISO 8601.</param>
public sealed record HealthReport(string Status, string At);

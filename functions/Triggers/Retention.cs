using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Retention;

namespace OpsAutomation.Functions.Triggers;

/// <summary>Deletes, once an hour, what has been kept long enough; a bounded number of rows a run, so that it never holds up the store.</summary>
public sealed partial class Retention(RetentionPurge purge, ControlPurge control, IncidentRetention incidents, ILogger<Retention> logger)
{
    /// <summary>Purges once.</summary>
    [Function(nameof(Retention))]
    public async Task Run([TimerTrigger("0 43 * * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        var result = await purge.RunAsync(RetentionRule.All, cancellationToken);
        var deleted = result.Deleted + await control.RunAsync(cancellationToken) + await incidents.RunAsync(cancellationToken);
        if (deleted > 0)
        {
            Purged(logger, deleted, result.Complete ? "nothing is left" : "the next run goes on");
        }
    }

    [LoggerMessage(2150, LogLevel.Information, "Deleted {Rows} rows that had been kept long enough; {Rest}.")]
    private static partial void Purged(ILogger logger, int rows, string rest);
}

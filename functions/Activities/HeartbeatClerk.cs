using Microsoft.Extensions.Logging;
using OpsAutomation.Core.Telemetry.Heartbeats;

namespace OpsAutomation.Functions.Activities;

/// <summary>
/// Notes which sources were heard of, once their alerts have their dispositions: never while a sender waits, and never at the
/// cost of an alert.
/// </summary>
public sealed partial class HeartbeatClerk(HeartbeatLedger ledger, ILogger<HeartbeatClerk> logger)
{
    /// <summary>Notes it; a failure is logged, for the next alert says the same.</summary>
    public async Task NoteAsync(IEnumerable<HeardSource> heard, CancellationToken cancellationToken)
    {
        foreach (var group in heard.GroupBy(h => h.Source, StringComparer.Ordinal))
        {
            try
            {
                await ledger.HearAsync(group.Aggregate((a, b) => a.With(b)), cancellationToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                NotNoted(logger, group.Key, e);
            }
        }
    }

    [LoggerMessage(2180, LogLevel.Warning, "That {Source} was heard of could not be noted.")]
    private static partial void NotNoted(ILogger logger, string source, Exception exception);
}

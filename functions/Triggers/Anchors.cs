using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using OpsAutomation.Core.Audit;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Functions.Activities;

namespace OpsAutomation.Functions.Triggers;

/// <summary>
/// Once an hour: has the day that is over its anchor? So one that could not be written at midnight is an hour late, and no day is left
/// out. A place that is taken by something that is not ours fails the run, every hour, until a person has looked.
/// </summary>
public sealed partial class Anchors(AnchorWriter writer, SteeringNotes notes, IncidentIndex index, OpsCatalog catalog, ILogger<Anchors> logger)
{
    /// <summary>Writes what is missing.</summary>
    [Function(nameof(Anchors))]
    public async Task Run([TimerTrigger("0 17 * * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        await notes.NoteAsync(cancellationToken);
        try
        {
            foreach (var anchor in await writer.RunAsync(catalog.Routing.Environment, () => index.RecentAsync(cancellationToken), cancellationToken))
            {
                Written(logger, anchor.Day, anchor.Number, anchor.Heads.Count);
            }
        }
        catch (AnchorRefusedException e)
        {
            Refused(logger, e);
            throw;
        }
    }

    [LoggerMessage(2180, LogLevel.Information, "The anchor of {Day} is number {Number} and covers {Chains} chains.")]
    private static partial void Written(ILogger logger, DateOnly day, int number, int chains);

    [LoggerMessage(2181, LogLevel.Critical, "An anchor of the audit chain was refused: somebody may have tampered with it (docs/audit.md).")]
    private static partial void Refused(ILogger logger, Exception exception);
}

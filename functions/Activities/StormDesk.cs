using Microsoft.DurableTask.Client;
using OpsAutomation.Core.Correlation;
using OpsAutomation.Core.Correlation.Storms;
using OpsAutomation.Core.Incidents;

namespace OpsAutomation.Functions.Activities;

/// <summary>Keeps the incidents of storms up to date: what they withhold is written into them, and their end clears them. One that a person closed ends when anything new comes.</summary>
public sealed class StormDesk(StormKeeper keeper, OutboxPump pump)
{
    /// <summary>Looks at every storm that is on.</summary>
    public async Task LookAsync(DurableTaskClient client, CancellationToken cancellationToken)
    {
        foreach (var look in await keeper.LookAsync(cancellationToken))
        {
            // It may have begun in a process that died before it opened the incident.
            await pump.OpenStormAsync(look.Storm, client, cancellationToken);
            Incident? head = null;
            await pump.AppendAsync(look.Storm.IncidentId, file => Note(file, head = file.Head, look.Summary.Text), client, cancellationToken);
            if (look.Over)
            {
                await pump.AppendAsync(look.Storm.IncidentId, _ => Over(look), client, cancellationToken);
                await keeper.EndAsync(look, cancellationToken);
            }
            else if (head is { Status: IncidentStatus.Closed, ClosedAt: { } closed } && look.Summary.Last > closed)
            {
                // A closed incident swallows nothing: what came after a person closed it is told, or begins another storm.
                await keeper.EndAsync(look, cancellationToken);
            }
        }
    }

    // Only when the numbers changed: a storm of hours must not fill its journal with the same sentence.
    private static NewEntry? Note(IncidentFile file, Incident head, string text) =>
        head.Status == IncidentStatus.Closed || file.Entries.LastOrDefault(e => e.Key.StartsWith("storm:", StringComparison.Ordinal))?.Text == text
            ? null
            : new NewEntry($"storm:{head.LastSequence}", Actors.System, text, new Fact.Noted(text));

    private static NewEntry Over(StormLook look) => IncidentOpening.Cleared(new ClearIncident(
        look.Storm.IncidentId,
        StormLedger.AlertOf(look.Storm).Id,
        Because: $"{(look.Storm.CommonCause ? "They no longer fire together" : "The storm is over")}: nothing new has come since {look.Summary.Last.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC. {look.Summary.Text} What still fires is now told, one scope after the other."));
}

using System.Collections.Concurrent;
using OpsAutomation.Core.Alerts.Intake;
using OpsAutomation.Core.Alerts.Senders;
using OpsAutomation.Core.Alerts.Sources;
using OpsAutomation.Core.Telemetry.Heartbeats;
using OpsAutomation.Integrations.Publishing;

namespace OpsAutomation.Functions.Activities;

/// <summary>
/// The way in for every alert, whoever sends it: stored first, then published as a reference. Senders come through
/// <c>AlertIngress</c>; what this system itself has to say takes the same way.
/// </summary>
public sealed class AlertIntake(IntakeLedger ledger, AlertPublisher publisher, TimeProvider clock)
{
    // Of a body that repeats very many alerts, the first of them tell that its sender lives.
    private const int MaxEchoes = 20;
    private const int MaxRemembered = 10_000;

    private readonly ConcurrentDictionary<string, DateTimeOffset> _echoed = new(StringComparer.Ordinal);

    private readonly IntakeConvoy _convoy = new(ledger, publisher, clock);

    /// <summary>
    /// Stores alerts and hands them to the topic, together with those of others who come at the same time. When it returns they are on
    /// disk; what the topic did not take is made up for by the sweeper.
    /// </summary>
    public Task<AcceptedDelivery> AcceptAsync(string source, IReadOnlyList<SplitItem> items) => _convoy.TravelAsync(ledger.Prepare(source, items));

    /// <summary>See <see cref="IntakeLedger.Recall"/>.</summary>
    public IReadOnlyList<string>? Recall(BodyPrint body) => ledger.Recall(body);

    /// <summary>See <see cref="IntakeLedger.Remember"/>.</summary>
    public void Remember(BodyPrint body, IReadOnlyList<StoredReference> stored) => ledger.Remember(body, stored);

    /// <summary>
    /// Publishes alerts once more that a sender repeated, where its repeating is its heartbeat: nothing else tells that it lives.
    /// At most at the pace at which that is noted, and nothing depends on it: the next repeat says the same.
    /// </summary>
    /// <param name="sender">The sender.</param>
    /// <param name="alertIds">Alerts of today that were stored and published before.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task EchoAsync(Sender sender, IEnumerable<string> alertIds, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sender);
        if (sender.Heartbeat is not { } heartbeat)
        {
            return;
        }

        // Where a rule counts, any of them may be its alert; otherwise one speaks for all.
        var now = clock.GetUtcNow();
        string[] due = [.. alertIds
            .Take(heartbeat.Rule is null ? 1 : MaxEchoes)
            .Where(id => !_echoed.TryGetValue(id, out var last) || now - last >= HeartbeatLedger.Pace)];
        if (due.Length == 0)
        {
            return;
        }

        if (_echoed.Count > MaxRemembered)
        {
            _echoed.Clear();
        }

        // The stored time of an alert that was sent before is that of the first time; this one says that its sender lives now.
        if ((await publisher.PublishAsync([.. due.Select(id => new PublishedAlert(ledger.ReferenceOfToday(id), id, sender.Name, now))], cancellationToken)).Complete)
        {
            foreach (var id in due)
            {
                _echoed[id] = now;
            }
        }
    }
}

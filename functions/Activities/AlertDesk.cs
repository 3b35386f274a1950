using Microsoft.DurableTask.Client;
using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Alerts.Intake;
using OpsAutomation.Core.Alerts.Senders;
using OpsAutomation.Core.Alerts.Sources;
using OpsAutomation.Core.Alerts.Sources.Ops;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Correlation;
using OpsAutomation.Core.Correlation.Recent;
using OpsAutomation.Core.Correlation.Rehoming;
using OpsAutomation.Core.Telemetry.Heartbeats;
using OpsAutomation.Integrations.Publishing;

namespace OpsAutomation.Functions.Activities;

/// <summary>
/// Turns references to accepted alerts into dispositions: normalise, find the scope, correlate in one transaction per
/// scope, drain the outbox. One scope that fails does not hold up the others of the batch.
/// </summary>
public sealed class AlertDesk(IntakeLedger ledger, AlertSources sources, OpsCatalog catalog, ScopeLedger scopes, ScopeRouter router, OutboxPump pump, RecentAlerts recent, HeartbeatClerk heartbeats)
{
    private static readonly OpsSource Ours = new();

    /// <summary>Handles references; throws after all were tried when any could not be handled, so that they come again.</summary>
    public async Task ReceiveAsync(IEnumerable<PublishedAlert> references, DurableTaskClient client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(references);
        var failures = new List<Exception>();
        var sorted = new List<(string Scope, Alert Alert, PublishedAlert Told)>();
        var heard = new List<HeardSource>();

        // Of two deliveries of one alert the later says until when its source was alive.
        foreach (var reference in references.GroupBy(r => r.Reference, StringComparer.Ordinal).Select(g => g.MaxBy(r => r.AcceptedAt ?? DateTimeOffset.MinValue)!))
        {
            await TryAsync(failures, async () =>
            {
                var result = await NormaliseAsync(reference, heard, cancellationToken);
                if (result.Alert is { } alert)
                {
                    sorted.Add((await router.OfAsync(alert, cancellationToken), alert, reference));
                    return;
                }

                await KeepAsync(reference, result.DeadLetter!, client, cancellationToken);
                await ledger.SettleAsync([(reference.Reference, reference.Pointer)], cancellationToken);
            });
        }

        // Scopes side by side: what they write waits for the disk together. Within a scope one after the other.
        await Task.WhenAll(sorted.GroupBy(s => s.Scope, StringComparer.Ordinal).Select(async group =>
        {
            foreach (var chunk in group.Chunk(ScopeLedger.MaxAlerts))
            {
                await TryAsync(failures, async () =>
                {
                    await pump.DrainAsync(
                        await scopes.ApplyAsync(group.Key, [.. chunk.Select(c => c.Alert)], cancellationToken), client, cancellationToken);
                    await ledger.SettleAsync(chunk.Select(c => (c.Told.Reference, c.Told.Pointer)), cancellationToken);
                });
            }
        }));

        await heartbeats.NoteAsync(heard, cancellationToken);
        if (failures.Count > 0)
        {
            throw new AggregateException("Some alerts of the batch could not be handled; Event Grid delivers it again.", failures);
        }
    }

    // Listed before the pointer is settled: whoever dies between is delivered again, and lists it then.
    private async Task KeepAsync(PublishedAlert reference, DeadLetter letter, DurableTaskClient client, CancellationToken cancellationToken)
    {
        var result = await scopes.DeadLetterAsync(reference.AlertId, letter, cancellationToken);
        await pump.DrainAsync(result, client, cancellationToken);
        var disposition = result.Alerts[0].Disposition;
        var receivedAt = (await ledger.ReadAsync(reference.Reference, cancellationToken))?.ReceivedAt ?? disposition.At;
        await recent.PutAsync(RecentAlert.OfDeadLetter(reference.Source, receivedAt, reference.Reference, letter, disposition), cancellationToken);
    }

    private static async Task TryAsync(List<Exception> failures, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            lock (failures)
            {
                failures.Add(e);
            }
        }
    }

    private async Task<NormaliseResult> NormaliseAsync(PublishedAlert reference, List<HeardSource> heard, CancellationToken cancellationToken)
    {
        if (await ledger.ReadAsync(reference.Reference, cancellationToken) is not { } stored)
        {
            return NormaliseResult.Dead(new DeadLetter("reference", "It points at no stored alert: it expired, or it is not ours."));
        }

        var sender = catalog.Senders.Find(stored.Source);
        var life = new HeardSource(stored.Source, reference.AcceptedAt ?? stored.ReceivedAt);
        var result = Normalise(stored, reference.Reference);
        if (result.Alert is { } alert)
        {
            life = Heartbeat.IsSignOfLife(sender, alert) ? life with { Rule = alert.Rule, RuleAt = life.At } : life;
            result = NormaliseResult.Of(Heartbeat.Quieten(sender, alert));
        }

        // What cannot be read was sent all the same. That this system is heard by itself tells nothing.
        if (stored.Source != OpsSource.SourceName)
        {
            heard.Add(life);
        }

        return result;
    }

    private NormaliseResult Normalise(StoredItem stored, string reference)
    {
        if (stored.Unparseable is { } letter)
        {
            return NormaliseResult.Dead(letter);
        }

        var source = stored.Source == OpsSource.SourceName ? Ours : sources.TryFind(stored.Source, out var found) ? found : null;
        if (source is null)
        {
            return NormaliseResult.Dead(new DeadLetter("source", $"No source is called '{stored.Source}' any more."));
        }

        try
        {
            var result = sources.Normalise(source, stored.Body, new IntakeContext(stored.AlertId, stored.ReceivedAt, reference, catalog.Services));
            if (result.Alert is not { } said)
            {
                return result;
            }

            var alert = SenderScope.Hold(catalog.Senders.Find(stored.Source), said, catalog.Services);
            _ = ScopeKey.Of(alert, catalog.Services);
            return NormaliseResult.Of(alert);
        }
        catch (Exception e)
        {
            // A fault of ours, and a pure function: it would be the same the next thousand times, and each would have
            // Event Grid deliver the whole batch again. The body stays in the ledger, the disposition says what happened.
            return NormaliseResult.Dead(new DeadLetter("body", $"Reading it failed with {e.GetType().Name}: a fault of this program, to be reported."));
        }
    }
}

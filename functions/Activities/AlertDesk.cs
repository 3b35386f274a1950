using Microsoft.DurableTask.Client;
using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Alerts.Intake;
using OpsAutomation.Core.Alerts.Senders;
using OpsAutomation.Core.Alerts.Sources;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Correlation;
using OpsAutomation.Integrations.Publishing;

namespace OpsAutomation.Functions.Activities;

/// <summary>
/// Turns references to accepted alerts into dispositions: normalise, find the scope, correlate in one transaction per
/// scope, drain the outbox. One scope that fails does not hold up the others of the batch.
/// </summary>
public sealed class AlertDesk(IntakeLedger ledger, AlertSources sources, OpsCatalog catalog, ScopeLedger scopes, OutboxPump pump)
{
    /// <summary>Handles references; throws after all were tried when any could not be handled, so that they come again.</summary>
    public async Task ReceiveAsync(IEnumerable<PublishedAlert> references, DurableTaskClient client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(references);
        var failures = new List<Exception>();
        var sorted = new List<(string Scope, Alert Alert, string Reference)>();
        foreach (var reference in references.DistinctBy(r => r.Reference, StringComparer.Ordinal))
        {
            await TryAsync(failures, async () =>
            {
                var result = await NormaliseAsync(reference, cancellationToken);
                if (result.Alert is { } alert)
                {
                    sorted.Add((ScopeKey.Of(alert, catalog.Services), alert, reference.Reference));
                    return;
                }

                await pump.DrainAsync(await scopes.DeadLetterAsync(reference.AlertId, result.DeadLetter!, cancellationToken), client, cancellationToken);
                await ledger.SettleAsync(reference.Reference, cancellationToken);
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
                    await ledger.SettleAsync(chunk.Select(c => c.Reference), cancellationToken);
                });
            }
        }));

        if (failures.Count > 0)
        {
            throw new AggregateException("Some alerts of the batch could not be handled; Event Grid delivers it again.", failures);
        }
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

    private async Task<NormaliseResult> NormaliseAsync(PublishedAlert reference, CancellationToken cancellationToken)
    {
        if (await ledger.ReadAsync(reference.Reference, cancellationToken) is not { } stored)
        {
            return NormaliseResult.Dead(new DeadLetter("reference", "It points at no stored alert: it expired, or it is not ours."));
        }

        if (stored.Unparseable is { } letter)
        {
            return NormaliseResult.Dead(letter);
        }

        if (!sources.TryFind(stored.Source, out var source))
        {
            return NormaliseResult.Dead(new DeadLetter("source", $"No source is called '{stored.Source}' any more."));
        }

        try
        {
            var result = sources.Normalise(source, stored.Body, new IntakeContext(stored.AlertId, stored.ReceivedAt, reference.Reference, catalog.Services));
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

using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Incidents;

namespace OpsAutomation.Functions.Activities;

/// <summary>Gives back leases that nobody looks after any more; never while an operation on them is unfinished.</summary>
public sealed partial class LeaseKeeper(GuardrailLedger guardrails, IncidentJournal journal, OutboxPump pump, TimeProvider clock, ILogger<LeaseKeeper> logger)
{
    /// <summary>Compares every lease with its journal and its orchestration.</summary>
    /// <returns>How many holders lost theirs.</returns>
    public async Task<int> ReconcileAsync(DurableTaskClient client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        var freed = 0;
        foreach (var held in (await guardrails.LeasesAsync(cancellationToken)).GroupBy(l => l.IncidentId, StringComparer.Ordinal))
        {
            try
            {
                freed += await ReconcileAsync([.. held], client, cancellationToken) ? 1 : 0;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                Failed(logger, held.Key, e);
            }
        }

        return freed;
    }

    private async Task<bool> ReconcileAsync(IReadOnlyList<Lease> held, DurableTaskClient client, CancellationToken cancellationToken)
    {
        var (holder, now) = (held[0].IncidentId, clock.GetUtcNow());
        var incident = HolderName.IncidentOf(holder);
        var file = await journal.ReadAsync(incident, cancellationToken);
        var instance = holder != incident ? holder : file is null ? null : IncidentRun.InstanceId(file.Head);
        var alive = instance is not null && await client.GetInstanceAsync(instance, cancellationToken) is { IsCompleted: false };
        if (StrayLeases.Why(held, file, alive, now) is not { } why || !(await guardrails.ReleaseAsync(holder, cancellationToken: cancellationToken)).Released)
        {
            return false;
        }

        var what = string.Join(", ", held.Select(l => l.Resource));
        Freed(logger, what, holder, why);
        if (file is not null)
        {
            await pump.AppendAsync(
                incident,
                _ => new NewEntry($"stray-lease:{holder}:{held[0].Fence}", Actors.System, $"{what} was still held and is free again. {why}", new Fact.Noted(why)),
                client,
                cancellationToken);
        }

        return true;
    }

    [LoggerMessage(2186, LogLevel.Warning, "{Resources} was held by {Holder}, which nobody looks after any more, and is free again: {Why}")]
    private static partial void Freed(ILogger logger, string resources, string holder, string why);

    [LoggerMessage(2187, LogLevel.Error, "Could not reconcile the leases of {Holder}; it is tried again in five minutes.")]
    private static partial void Failed(ILogger logger, string holder, Exception exception);
}

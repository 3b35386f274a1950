using OpsAutomation.Core.Correlation.Climates;
using OpsAutomation.Core.Correlation.Storms;

namespace OpsAutomation.Core.Correlation;

/// <summary>
/// Carries what scopes tell each other, and settles the scopes that must look again: at once by whoever carried it, or by
/// the timer where that one died, since the order to settle is stored first.
/// </summary>
public sealed class ScopeSettler(ScopeLedger scopes, ClimateLedger climate, SettleQueue queue, StormLedger storms, TimeProvider clock)
{
    /// <summary>Stores what a scope tells; returns the orders to settle that follow, stored too.</summary>
    public async Task<IReadOnlyList<SettleOrder>> TellAsync(ClimateUpdate update, CancellationToken cancellationToken = default)
    {
        var orders = new List<SettleOrder>();
        foreach (var scope in await climate.ApplyAsync(update, cancellationToken))
        {
            orders.Add(await queue.AtOnceAsync(scope, clock.GetUtcNow(), $"{update.Scope}.{update.Sequence}", cancellationToken));
        }

        return orders;
    }

    /// <summary>The storms that an update speaks of and that are on: their incidents must be open.</summary>
    public async Task<IReadOnlyList<ClimateStorm>> StormsOfAsync(ClimateUpdate update, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(update);
        var ids = update.Facts.Where(f => f.Partition == ClimateRows.Withheld && f.Body is not null)
            .Select(f => f.Row[..f.Row.IndexOf('~', StringComparison.Ordinal)])
            .ToHashSet(StringComparer.Ordinal);
        return ids.Count == 0 ? [] : [.. (await storms.ActiveAsync(cancellationToken)).Where(s => ids.Contains(s.IncidentId))];
    }

    /// <summary>Settles one scope; the caller drains what it owes, and then says that it is done.</summary>
    public Task<ScopeResult> SettleAsync(SettleOrder order, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(order);
        return scopes.SettleAsync(order.Scope, cancellationToken);
    }

    /// <summary>Takes an order out of the queue.</summary>
    public Task DoneAsync(SettleOrder order, CancellationToken cancellationToken = default) => queue.RemoveAsync(order, cancellationToken);

    /// <summary>The orders that are due now.</summary>
    public Task<IReadOnlyList<SettleOrder>> DueAsync(int most, CancellationToken cancellationToken = default) => queue.DueAsync(most, cancellationToken);

    /// <summary>Forgets what has long been over.</summary>
    public Task PurgeAsync(CancellationToken cancellationToken = default) => climate.PurgeAsync(cancellationToken);
}

using OpsAutomation.Core.Records;

namespace OpsAutomation.Core.Correlation;

/// <summary>A scope that must be settled.</summary>
/// <param name="Scope">The scope.</param>
/// <param name="At">When, at the earliest.</param>
public sealed record SettleOrder(string Scope, DateTimeOffset At);

/// <summary>
/// Which scopes must be settled when: one row per scope and time, ordered by time, so that a sweep reads what is due and
/// nothing else. A row too many only costs a look.
/// </summary>
public sealed class SettleQueue(IRecordStore store, TimeProvider clock)
{
    private const string Partition = "settle";

    /// <summary>Times are rounded up to this, so that alerts of the same minute share a row.</summary>
    public static readonly TimeSpan Grain = TimeSpan.FromSeconds(5);

    /// <summary>The time of the row that stands for a time.</summary>
    public static DateTimeOffset RoundUp(DateTimeOffset at) =>
        new((at.UtcTicks + Grain.Ticks - 1) / Grain.Ticks * Grain.Ticks, TimeSpan.Zero);

    /// <summary>Adds a scope; call before the commit that makes it necessary.</summary>
    public async Task<SettleOrder> AddAsync(string scope, DateTimeOffset at, CancellationToken cancellationToken = default)
    {
        var order = new SettleOrder(scope, RoundUp(at));
        await store.CommitAsync(Partition, [new RecordChange.Upsert(Row(order), OpsJson.Write(order))], cancellationToken);
        return order;
    }

    /// <summary>The scopes that are due now, the longest overdue first.</summary>
    /// <param name="most">The most orders to read.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    public async Task<IReadOnlyList<SettleOrder>> DueAsync(int most, CancellationToken cancellationToken = default)
    {
        var due = new List<SettleOrder>();
        await foreach (var record in store.RangeAsync(Partition, null, $"{clock.GetUtcNow().UtcTicks + 1:D19}", cancellationToken))
        {
            due.Add(OpsJson.Read<SettleOrder>(record.Body));
            if (due.Count >= most)
            {
                break;
            }
        }

        return due;
    }

    /// <summary>The order that is due first, or null when nothing waits.</summary>
    public async Task<SettleOrder?> FirstAsync(CancellationToken cancellationToken = default)
    {
        await foreach (var record in store.RangeAsync(Partition, cancellationToken: cancellationToken))
        {
            return OpsJson.Read<SettleOrder>(record.Body);
        }

        return null;
    }

    /// <summary>Takes an order out, after its scope was settled.</summary>
    public Task RemoveAsync(SettleOrder order, CancellationToken cancellationToken = default) =>
        store.CommitAsync(Partition, [new RecordChange.Delete(Row(order))], cancellationToken);

    private static string Row(SettleOrder order) => $"{order.At.UtcTicks:D19}~{order.Scope}";
}

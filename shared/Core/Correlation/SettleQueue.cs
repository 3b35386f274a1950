using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Core.Correlation;

/// <summary>A scope that must be settled.</summary>
/// <param name="Scope">The scope.</param>
/// <param name="At">When, at the earliest.</param>
/// <param name="By">What asked for a look at once, which is taken out when that look is done; null for a reminder.</param>
public sealed record SettleOrder(string Scope, DateTimeOffset At, string? By = null);

/// <summary>
/// Which scopes must be settled when: one row per scope and time, ordered by time, so that a sweep reads what is due and
/// nothing else. A row too many only costs a look. A look at once has a row of its own for everyone who asks: it is taken
/// out before its rounded time has come, and would take a reminder of the same seconds, or another's order, with it.
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
    public Task<SettleOrder> AddAsync(string scope, DateTimeOffset at, CancellationToken cancellationToken = default) =>
        AddAsync(new SettleOrder(scope, RoundUp(at)), cancellationToken);

    /// <summary>Adds a scope that the caller settles at once; the timer does where the caller dies.</summary>
    /// <param name="scope">The scope.</param>
    /// <param name="now">The time.</param>
    /// <param name="by">What asks for it; two of one name share a row.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<SettleOrder> AtOnceAsync(string scope, DateTimeOffset now, string by, CancellationToken cancellationToken = default) =>
        AddAsync(new SettleOrder(scope, RoundUp(now), by), cancellationToken);

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

    private async Task<SettleOrder> AddAsync(SettleOrder order, CancellationToken cancellationToken)
    {
        await store.CommitAsync(Partition, [new RecordChange.Upsert(Row(order), OpsJson.Write(order))], cancellationToken);
        return order;
    }

    private static string Row(SettleOrder order) =>
        $"{order.At.UtcTicks:D19}~{order.Scope}{(order.By is { } by ? $"~{LengthPrefixedHash.Hex(16, by)}" : string.Empty)}";
}

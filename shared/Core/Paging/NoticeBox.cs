using OpsAutomation.Core.Records;

namespace OpsAutomation.Core.Paging;

/// <summary>Keeps notices that wait, in the partition <c>held-notices</c>: one row each, by box, incident and notice.</summary>
public sealed class NoticeBox(IRecordStore store)
{
    private const string Partition = "held-notices";

    /// <summary>Puts a notice in; the same again is the same.</summary>
    public Task HoldAsync(HeldNotice notice, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(notice);
        return store.CommitAsync(Partition, [new RecordChange.Upsert(Row(notice), OpsJson.Write(notice))], cancellationToken);
    }

    /// <summary>The boxes of which one notice or more is due, each whole: what came later is told with it.</summary>
    public async Task<IReadOnlyList<IReadOnlyList<HeldNotice>>> DueAsync(DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        var all = new List<HeldNotice>();
        await foreach (var record in store.RangeAsync(Partition, cancellationToken: cancellationToken))
        {
            all.Add(OpsJson.Read<HeldNotice>(record.Body));
        }

        return [.. all.GroupBy(n => n.Box, StringComparer.Ordinal).Where(b => b.Any(n => n.Until <= now)).Select(b => b.OrderBy(n => n.At).ThenBy(n => n.Notice, StringComparer.Ordinal).ToList())];
    }

    /// <summary>When the box will be told of where something waits in it already, or null.</summary>
    public async Task<DateTimeOffset?> DueOfAsync(string box, CancellationToken cancellationToken = default)
    {
        DateTimeOffset? due = null;
        await foreach (var record in store.RangeAsync(Partition, cancellationToken: cancellationToken))
        {
            if (OpsJson.Read<HeldNotice>(record.Body) is var held && held.Box == box && !(due <= held.Until))
            {
                due = held.Until;
            }
        }

        return due;
    }

    /// <summary>Takes told ones out.</summary>
    public async Task RemoveAsync(IEnumerable<HeldNotice> told, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(told);
        foreach (var some in told.Select(Row).Distinct(StringComparer.Ordinal).Chunk(IRecordStore.MaxBatch))
        {
            await store.CommitAsync(Partition, [.. some.Select(row => new RecordChange.Delete(row))], cancellationToken);
        }
    }

    private static string Row(HeldNotice notice) => RowKey.Escape($"{notice.Box}|{notice.IncidentId}|{notice.Notice}");
}

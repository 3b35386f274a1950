using System.Collections.Concurrent;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Core.Telemetry.Heartbeats;

/// <summary>
/// Keeps when each source was heard of, and what was found about it, in the partition <c>heartbeats</c>: rows
/// <c>heard-{source}</c>, <c>expect-{source}</c> and <c>watch</c>.
/// </summary>
public sealed class HeartbeatLedger(IRecordStore store)
{
    private const string Partition = "heartbeats";
    private const string HeardPrefix = "heard-";
    private const string ExpectPrefix = "expect-";
    private const string WatchRow = "watch";
    private const int MaxTries = 4;

    /// <summary>A source that talks all the time is noted down this often; much less than the shortest expectation.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, HeardSource> _noted = new(StringComparer.Ordinal);

    /// <summary>Notes that a source was heard of, unless that was noted within <see cref="Pace"/> before, or is no news.</summary>
    public async Task HearAsync(HeardSource heard, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(heard);
        if (_noted.TryGetValue(heard.Source, out var noted) && !IsWorthIt(noted, heard))
        {
            return;
        }

        for (var attempt = 1; ; attempt++)
        {
            var row = HeardPrefix + RowKey.Escape(heard.Source);
            var record = await store.ReadAsync(Partition, row, cancellationToken);
            var before = record is null ? null : OpsJson.Read<HeardSource>(record.Body);
            if (before is not null && !IsWorthIt(before, heard))
            {
                _noted[heard.Source] = before;
                return;
            }

            var after = before?.With(heard) ?? heard;
            try
            {
                await store.CommitAsync(
                    Partition,
                    [record is null ? new RecordChange.Insert(row, OpsJson.Write(after)) : new RecordChange.Replace(row, OpsJson.Write(after), record.ETag)],
                    cancellationToken);
                _noted[heard.Source] = after;
                return;
            }
            catch (RecordConflictException) when (attempt < MaxTries)
            {
                // Another instance heard of it too.
            }
        }
    }

    /// <summary>When each source was heard of.</summary>
    public async Task<IReadOnlyDictionary<string, HeardSource>> ReadHeardAsync(CancellationToken cancellationToken = default)
    {
        var heard = new Dictionary<string, HeardSource>(StringComparer.OrdinalIgnoreCase);
        await foreach (var record in store.PrefixAsync(Partition, HeardPrefix, cancellationToken))
        {
            var one = OpsJson.Read<HeardSource>(record.Body);
            heard[one.Source] = one;
        }

        return heard;
    }

    /// <summary>Every expected source, as the last look left it.</summary>
    public async Task<IReadOnlyList<ExpectedSource>> ReadExpectedAsync(CancellationToken cancellationToken = default)
    {
        var expected = new List<ExpectedSource>();
        await foreach (var record in store.PrefixAsync(Partition, ExpectPrefix, cancellationToken))
        {
            expected.Add(OpsJson.Read<ExpectedSource>(record.Body));
        }

        return expected;
    }

    /// <summary>The watch, or null before its first look.</summary>
    public async Task<WatchRun?> ReadRunAsync(CancellationToken cancellationToken = default) =>
        await store.ReadAsync(Partition, WatchRow, cancellationToken) is { } record ? OpsJson.Read<WatchRun>(record.Body) : null;

    /// <summary>Keeps what a look found, after its news were raised: whoever dies in between raises the same alerts again, and they are one.</summary>
    public async Task KeepAsync(HeartbeatRound round, IReadOnlyList<ExpectedSource> before, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(round);
        RecordChange[] changes =
        [
            new RecordChange.Upsert(WatchRow, OpsJson.Write(round.Run)),
            .. round.Expected.Except(before).Select(e => new RecordChange.Upsert(ExpectPrefix + RowKey.Escape(e.Source), OpsJson.Write(e))),
            .. round.Forgotten.Select(f => new RecordChange.Delete(ExpectPrefix + RowKey.Escape(f))),
        ];
        foreach (var batch in changes.Chunk(IRecordStore.MaxBatch))
        {
            await store.CommitAsync(Partition, batch, cancellationToken);
        }
    }

    private static bool IsWorthIt(HeardSource before, HeardSource heard) =>
        heard.At >= before.At + Pace || (heard.RuleAt is { } at && (before.RuleAt is not { } noted || at >= noted + Pace || (at > noted && heard.Rule != before.Rule)));
}

using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

namespace OpsAutomation.Core.Records;

/// <summary>Points at work that must happen: where it is, and since when.</summary>
/// <param name="Kind">What the sweeper does: <c>outbox</c> drains a partition, <c>intake</c> publishes an alert again.</param>
/// <param name="Partition">The partition that holds the work.</param>
/// <param name="Key">Unique in its partition, so that each announcer retires its own pointer only.</param>
/// <param name="Since">When it was announced.</param>
public sealed record DuePointer(string Kind, string Partition, string Key, DateTimeOffset Since)
{
    /// <summary>Keys of all the work that it stands for and that is not done yet; null where <see cref="Key"/> names the one piece.</summary>
    public IReadOnlyList<string>? Covers { get; init; }

    /// <summary>Keys of the work that it stands for.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public IReadOnlyList<string> All => Covers ?? [Key];
}

/// <summary>
/// Pointers to work that must happen, written before the commit that makes it necessary and deleted after it was done.
/// Sweepers read only these partitions, so a sweep costs what is pending and not what was ever stored.
/// </summary>
public sealed class DuePointers(IRecordStore store, TimeProvider clock)
{
    /// <summary>Number of partitions that pointers are spread over (DESIGN section 5).</summary>
    public const int Shards = 16;

    /// <summary>Writes a pointer; call before the commit.</summary>
    public Task AnnounceAsync(string kind, string partition, string key, CancellationToken cancellationToken = default)
    {
        var pointer = new DuePointer(kind, partition, key, clock.GetUtcNow());
        return store.CommitAsync(Shard(partition), [new RecordChange.Upsert(Row(pointer), OpsJson.Write(pointer))], cancellationToken);
    }

    /// <summary>The batch that writes a pointer to work in one partition; for a commit in order, before the batch that makes it necessary.</summary>
    public RecordBatch Announcement(string kind, string partition, string key) => Announcement(new DuePointer(kind, partition, key, clock.GetUtcNow()));

    /// <summary>
    /// The same for pieces of work that are announced together, and the key of the one pointer that stands for them. The same pieces
    /// have the same key, so that it can only be overwritten by its like.
    /// </summary>
    public (string Key, RecordBatch Batch) Announcement(string kind, string partition, IReadOnlyList<string> pieces)
    {
        ArgumentNullException.ThrowIfNull(pieces);
        if (pieces is [var one])
        {
            return (one, Announcement(kind, partition, one));
        }

        var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('|', pieces))))[..KeyLength];
        return (key, Announcement(new DuePointer(kind, partition, key, clock.GetUtcNow()) { Covers = pieces }));
    }

    /// <summary>The batch that deletes pointers to work in one partition; for a commit in order, after the batch that says it is done.</summary>
    public static RecordBatch Retirement(string partition, params IEnumerable<string> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return new RecordBatch(Shard(partition), [.. keys.Select(key => new RecordChange.Delete(Row(partition, key)))]);
    }

    /// <summary>Deletes several pointers, side by side.</summary>
    public Task RetireAsync(IEnumerable<(string Partition, string Key)> pointers, CancellationToken cancellationToken = default) =>
        Task.WhenAll(pointers
            .DistinctBy(p => Row(p.Partition, p.Key), StringComparer.Ordinal)
            .GroupBy(p => Shard(p.Partition), StringComparer.Ordinal)
            .SelectMany(shard => shard.Chunk(IRecordStore.MaxBatch).Select(chunk => store.CommitAsync(
                shard.Key, [.. chunk.Select(p => new RecordChange.Delete(Row(p.Partition, p.Key)))], cancellationToken))));

    /// <summary>Deletes a pointer; call after the work was done.</summary>
    public Task RetireAsync(string partition, string key, CancellationToken cancellationToken = default) =>
        store.CommitAsync(Shard(partition), [new RecordChange.Delete(Row(partition, key))], cancellationToken);

    /// <summary>Reads the pointers that are at least <paramref name="age"/> old.</summary>
    public async IAsyncEnumerable<DuePointer> OlderThanAsync(TimeSpan age, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var limit = clock.GetUtcNow() - age;
        for (var shard = 0; shard < Shards; shard++)
        {
            await foreach (var record in store.RangeAsync($"due-{shard}", cancellationToken: cancellationToken))
            {
                var pointer = OpsJson.Read<DuePointer>(record.Body);
                if (pointer.Since <= limit)
                {
                    yield return pointer;
                }
            }
        }
    }

    /// <summary>Crosses done work off its pointers, side by side; a pointer goes with the last of what it stands for.</summary>
    /// <param name="pointers">Of each pointer, the pieces that are done.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task SettleAsync(IEnumerable<IGrouping<(string Partition, string Key), string>> pointers, CancellationToken cancellationToken = default)
    {
        // A piece that has a pointer of its own carries its name.
        var sorted = pointers.ToLookup(p => p.All(piece => piece == p.Key.Key));
        await Task.WhenAll(
        [
            RetireAsync(sorted[true].Select(p => p.Key), cancellationToken),
            .. sorted[false].Select(p => CrossOffAsync(p.Key.Partition, p.Key.Key, [.. p], cancellationToken)),
        ]);
    }

    private async Task CrossOffAsync(string partition, string key, IReadOnlyList<string> done, CancellationToken cancellationToken)
    {
        var (shard, row) = (Shard(partition), Row(partition, key));
        while (await store.ReadAsync(shard, row, cancellationToken) is { } record)
        {
            var pointer = OpsJson.Read<DuePointer>(record.Body);
            string[] left = [.. pointer.All.Except(done, StringComparer.Ordinal)];
            try
            {
                await store.CommitAsync(
                    shard,
                    [left.Length == 0 ? new RecordChange.Delete(row, record.ETag) : new RecordChange.Replace(row, OpsJson.Write(pointer with { Covers = left }), record.ETag)],
                    cancellationToken);
                return;
            }
            catch (RecordConflictException)
            {
                // Others of the same pointer were settled meanwhile.
            }
        }
    }

    private static RecordBatch Announcement(DuePointer pointer) => new(Shard(pointer.Partition), [new RecordChange.Upsert(Row(pointer), OpsJson.Write(pointer))]);

    // 128 bits.
    private const int KeyLength = 32;
    private const int MaxRemembered = 1024;
    private static readonly ConcurrentDictionary<string, string> Known = new(StringComparer.Ordinal);

    private static readonly string[] Names = [.. Enumerable.Range(0, Shards).Select(n => $"due-{n}")];

    private static string Row(DuePointer pointer) => Row(pointer.Partition, pointer.Key);

    private static string Row(string partition, string key) => $"{partition}|{key}";

    // A stable hash: string.GetHashCode differs from process to process.
    private static string Shard(string partition)
    {
        // Partitions are few; a name that is not remembered is hashed again.
        if (Known.TryGetValue(partition, out var known))
        {
            return known;
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(partition), hash);
        var name = Names[hash[0] % Shards];
        if (Known.Count < MaxRemembered)
        {
            Known[partition] = name;
        }

        return name;
    }
}

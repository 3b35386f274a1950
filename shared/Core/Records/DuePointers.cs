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
public sealed record DuePointer(string Kind, string Partition, string Key, DateTimeOffset Since);

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

    /// <summary>The batch that writes pointers to work in one partition; for a commit in order, before the batch that makes it necessary.</summary>
    public RecordBatch Announcement(string kind, string partition, params IEnumerable<string> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        var since = clock.GetUtcNow();
        return new RecordBatch(
            Shard(partition),
            [.. keys.Select(key => new DuePointer(kind, partition, key, since)).Select(p => new RecordChange.Upsert(Row(p), OpsJson.Write(p)))]);
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

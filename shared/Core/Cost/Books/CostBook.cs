using System.Globalization;
using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Cost.Detection;
using OpsAutomation.Core.Cost.Ledger;
using OpsAutomation.Core.Cost.Proxies;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Core.Cost.Books;

/// <summary>The days of one series in one month, as one row: a month of days is read and written together.</summary>
/// <param name="Series">Whose days.</param>
/// <param name="Days">The days.</param>
public sealed record CostMonth(SeriesName Series, IReadOnlyList<CostDay> Days);

/// <summary>An anomaly that was told.</summary>
/// <param name="Id">Its name.</param>
/// <param name="ToldAt">When.</param>
/// <param name="ResolvedAt">When its end was told, or null.</param>
/// <param name="Resource">Resource that it was told about, so that its end is told about the same, or null.</param>
public sealed record ToldAnomaly(string Id, DateTimeOffset ToldAt, DateTimeOffset? ResolvedAt = null, string? Resource = null);

/// <summary>How the reading of one dimension of one scope stands.</summary>
/// <param name="Scope">The scope.</param>
/// <param name="Dimension">The dimension.</param>
/// <param name="ReadAt">When it was read whole last, or null.</param>
/// <param name="NotBefore">When it may be read again after a refusal, or null.</param>
/// <param name="Problem">Why it is not whole, or null.</param>
/// <param name="Notes">What was odd about the last answer.</param>
public sealed record ReadingState(
    string Scope, string Dimension, DateTimeOffset? ReadAt, DateTimeOffset? NotBefore, string? Problem, IReadOnlyList<CostNote> Notes);

/// <summary>
/// What is known of cost, in records: <c>cost-{scope}</c> with a row for each series and month, <c>cost-told</c>, <c>cost-reading</c>
/// and <c>cost-census</c>.
/// </summary>
public sealed class CostBook(IRecordStore store)
{
    private const string Told = "cost-told";
    private const string Reading = "cost-reading";
    private const string Counted = "cost-census";
    private const int Moves = 7;

    /// <summary>Every series of a scope, with its days in order.</summary>
    public async Task<IReadOnlyDictionary<SeriesName, IReadOnlyList<CostDay>>> ReadAsync(string scope, DateOnly from, CancellationToken cancellationToken)
    {
        var all = new Dictionary<SeriesName, List<CostDay>>();
        await foreach (var row in store.RangeAsync(Partition(scope), $"{from:yyyyMM}", null, cancellationToken))
        {
            var month = OpsJson.Read<CostMonth>(row.Body);
            if (!all.TryGetValue(month.Series, out var days))
            {
                all[month.Series] = days = [];
            }

            days.AddRange(month.Days);
        }

        return all.ToDictionary(a => a.Key, a => (IReadOnlyList<CostDay>)[.. a.Value.OrderBy(d => d.Day)]);
    }

    /// <summary>Keeps changed series; a row that is kept twice is the same row.</summary>
    public async Task KeepAsync(string scope, CostMergeResult merged, DateOnly from, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(merged);
        var rows = merged.Days
            .SelectMany(s => s.Value.Where(d => d.Day >= from).GroupBy(d => (d.Day.Year, d.Day.Month)).Select(m => m.Key).Distinct()
                .Select(m => new CostMonth(s.Key, [.. s.Value.Where(d => (d.Day.Year, d.Day.Month) == m)])))
            .Select(m => (RecordChange)new RecordChange.Upsert(Row(m), OpsJson.Write(m)));
        foreach (var batch in rows.Chunk(IRecordStore.MaxBatch / 4))
        {
            await store.CommitAsync(Partition(scope), batch, cancellationToken);
        }
    }

    /// <summary>How the readings stand.</summary>
    public Task<IReadOnlyList<ReadingState>> ReadingsAsync(CancellationToken cancellationToken) => AllAsync<ReadingState>(Reading, null, cancellationToken);

    /// <summary>Keeps how a reading stands.</summary>
    public Task KeepAsync(ReadingState state, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(state);
        return store.CommitAsync(
            Reading, [new RecordChange.Upsert(LengthPrefixedHash.Hex(32, state.Scope.ToLowerInvariant(), state.Dimension), OpsJson.Write(state))], cancellationToken);
    }

    /// <summary>
    /// What was told of an anomaly, or null. Late data may move its first day: what was told of the same series and direction within a
    /// week is the same.
    /// </summary>
    public async Task<ToldAnomaly?> ToldAsync(Anomaly anomaly, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(anomaly);
        var parts = CostEvent.Id(anomaly).Split('/');
        await foreach (var row in store.RangeAsync(Told, RowKey.Escape($"{parts[0]}/"), RowKey.Escape($"{parts[0]}/~"), cancellationToken))
        {
            var told = OpsJson.Read<ToldAnomaly>(row.Body);
            if (told.Id.Split('/') is [_, var start, var direction] && direction == parts[2]
                && DateOnly.TryParseExact(start, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
                && Math.Abs(day.DayNumber - anomaly.Start.DayNumber) <= Moves)
            {
                return told;
            }
        }

        return null;
    }

    /// <summary>What was told under a name, or null.</summary>
    public async Task<ToldAnomaly?> ToldAsync(string id, CancellationToken cancellationToken) =>
        await store.ReadAsync(Told, RowKey.Escape(id), cancellationToken) is { } row ? OpsJson.Read<ToldAnomaly>(row.Body) : null;

    /// <summary>Notes that it was told.</summary>
    public Task KeepAsync(ToldAnomaly told, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(told);
        return store.CommitAsync(Told, [new RecordChange.Upsert(RowKey.Escape(told.Id), OpsJson.Write(told))], cancellationToken);
    }

    /// <summary>Censuses since a time, the oldest first.</summary>
    public Task<IReadOnlyList<Census>> CensusesAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        AllAsync<Census>(Counted, $"{since.UtcTicks:D19}", cancellationToken);

    /// <summary>Keeps a census, and lets go of those that are older than <paramref name="before"/>.</summary>
    public async Task KeepAsync(Census census, DateTimeOffset before, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(census);
        var changes = new List<RecordChange> { new RecordChange.Upsert($"{census.At.UtcTicks:D19}", OpsJson.Write(census)) };
        await foreach (var old in store.RangeAsync(Counted, null, $"{before.UtcTicks:D19}", cancellationToken))
        {
            changes.Add(new RecordChange.Delete(old.Row));
            if (changes.Count == IRecordStore.MaxBatch)
            {
                break;
            }
        }

        await store.CommitAsync(Counted, changes, cancellationToken);
    }

    private async Task<IReadOnlyList<T>> AllAsync<T>(string partition, string? from, CancellationToken cancellationToken)
    {
        var all = new List<T>();
        await foreach (var row in store.RangeAsync(partition, from, null, cancellationToken))
        {
            all.Add(OpsJson.Read<T>(row.Body));
        }

        return all;
    }

    private static string Partition(string scope) => $"cost-{LengthPrefixedHash.Hex(16, scope.ToLowerInvariant())}";

    private static string Row(CostMonth month) =>
        $"{month.Days[0].Day:yyyyMM}~{LengthPrefixedHash.Hex(32, month.Series.Dimension, month.Series.Value, month.Series.Charge.ToString())}";
}

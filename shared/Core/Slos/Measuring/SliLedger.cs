using System.Globalization;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Core.Slos.Measuring;

/// <summary>
/// Keeps what was measured, in a partition <c>slo-{name}</c> for each objective: <c>m-yyyyMMddHH</c> the minutes of an hour,
/// for as long as burn rates look back; <c>d-yyyyMMdd</c> the sums of a day's hours, for as long as budgets do; <c>state</c>.
/// </summary>
public sealed class SliLedger(IRecordStore store)
{
    /// <summary>How long minutes are kept: the longest burn window, and room for what is measured late.</summary>
    public static readonly TimeSpan MinutesKept = TimeSpan.FromHours(76);

    /// <summary>How long sums are kept: a quarter and a day.</summary>
    public static readonly TimeSpan HoursKept = TimeSpan.FromDays(94);

    private const string StateRow = "state";
    private const string MinutesPrefix = "m-";
    private const string DayPrefix = "d-";

    /// <summary>The state with its version, or null before the first measurement.</summary>
    public async Task<(SloState? State, string? Tag)> ReadStateAsync(string slo, CancellationToken cancellationToken = default) =>
        await store.ReadAsync(Partition(slo), StateRow, cancellationToken) is { } record ? (OpsJson.Read<SloState>(record.Body), record.ETag) : (null, null);

    /// <summary>What is known.</summary>
    public async Task<SliHistory> ReadAsync(string slo, DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        var (minutes, hours) = (new List<SliMinute>(), new List<SliHour>());
        await foreach (var record in store.RangeAsync(Partition(slo), Minutes(now - MinutesKept), MinutesPrefix + "~", cancellationToken))
        {
            minutes.AddRange(OpsJson.Read<SliMinute[]>(record.Body));
        }

        await foreach (var record in store.RangeAsync(Partition(slo), Day(now - HoursKept), DayPrefix + "~", cancellationToken))
        {
            hours.AddRange(OpsJson.Read<SliHour[]>(record.Body));
        }

        return new SliHistory(minutes, hours);
    }

    /// <summary>Keeps newly measured minutes over what stood for them, the sums that follow from them, and the state; old rows go.</summary>
    /// <param name="slo">Name of the objective.</param>
    /// <param name="measured">The minutes.</param>
    /// <param name="history">All that is known with them.</param>
    /// <param name="state">The state after it.</param>
    /// <param name="tag">Version of the state that was read; null for none.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="RecordConflictException">Another instance was faster; what is kept is its.</exception>
    public async Task KeepAsync(
        string slo, IReadOnlyList<SliMinute> measured, SliHistory history, SloState state, string? tag, DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(measured);
        ArgumentNullException.ThrowIfNull(history);
        var changes = new List<RecordChange>();
        var touched = measured.Select(m => SliHour.Floor(m.Start)).Distinct().ToList();
        foreach (var hour in touched)
        {
            changes.Add(new RecordChange.Upsert(Minutes(hour), OpsJson.Write(history.MinutesOf(hour).ToArray())));
        }

        foreach (var day in touched.Select(h => h.UtcDateTime.Date).Distinct())
        {
            changes.Add(new RecordChange.Upsert(Day(new DateTimeOffset(day, TimeSpan.Zero)), OpsJson.Write(history.HoursOf(day).ToArray())));
        }

        changes.AddRange(await OldAsync(slo, now, IRecordStore.MaxBatch - changes.Count - 1, cancellationToken));

        // The state goes last and under its version: whoever was slower keeps nothing.
        changes.Add(tag is null ? new RecordChange.Insert(StateRow, OpsJson.Write(state)) : new RecordChange.Replace(StateRow, OpsJson.Write(state), tag));
        await store.CommitAsync(Partition(slo), changes, cancellationToken);
    }

    private async Task<IReadOnlyList<RecordChange>> OldAsync(string slo, DateTimeOffset now, int most, CancellationToken cancellationToken)
    {
        var old = new List<RecordChange>();
        foreach (var (prefix, until) in new[] { (MinutesPrefix, Minutes(now - MinutesKept)), (DayPrefix, Day(now - HoursKept)) })
        {
            await foreach (var record in store.RangeAsync(Partition(slo), prefix, until, cancellationToken))
            {
                if (old.Count < most)
                {
                    old.Add(new RecordChange.Delete(record.Row));
                }
            }
        }

        return old;
    }

    private static string Partition(string slo) => "slo-" + RowKey.Escape(slo);

    private static string Minutes(DateTimeOffset time) => MinutesPrefix + time.UtcDateTime.ToString("yyyyMMddHH", CultureInfo.InvariantCulture);

    private static string Day(DateTimeOffset time) => DayPrefix + time.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
}

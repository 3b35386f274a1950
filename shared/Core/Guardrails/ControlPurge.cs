using OpsAutomation.Core.Guardrails.Holds;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Core.Guardrails;

/// <summary>
/// Forgets the rows of <c>control</c> that no rule asks for any more: settings under which nobody holds anything, runs whose
/// cooldown and day are long over, and the log of holds after a year. What cannot be understood stays: it refuses, and a person
/// must look. A row that somebody writes meanwhile stays, too.
/// </summary>
public sealed class ControlPurge(IRecordStore store, GuardrailSettings settings, TimeProvider clock)
{
    /// <summary>How long the log of holds is kept.</summary>
    public static readonly TimeSpan LogKept = TimeSpan.FromDays(365);

    /// <summary>The most rows that a run deletes of each kind, each by itself.</summary>
    public const int MaxRows = 200;

    private readonly ControlPartition _control = new(store);

    /// <summary>Purges once.</summary>
    /// <returns>How many rows are gone.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken = default)
    {
        var now = clock.GetUtcNow();
        var rows = new List<RecordChange.Delete>();
        rows.AddRange(await RunsAsync(now, cancellationToken));
        rows.AddRange(await SettingsAsync(cancellationToken));
        rows.AddRange(await LogAsync(now, cancellationToken));
        var deleted = 0;
        foreach (var row in rows)
        {
            try
            {
                await _control.CommitAsync([row], cancellationToken);
                deleted++;
            }
            catch (RecordConflictException)
            {
                // Somebody has just written it: it is needed.
            }
        }

        return deleted;
    }

    private async Task<List<RecordChange.Delete>> RunsAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var rows = new List<RecordChange.Delete>();
        await foreach (var record in store.PrefixAsync(ControlPartition.Name, ControlPartition.RanPrefix, cancellationToken))
        {
            if (_control.Parse<RunHistory>(record).Value is { } history && history.Runs.All(r => r.EndedAt is not null && !ReservationWriter.IsNeeded(r, now)))
            {
                rows.Add(new RecordChange.Delete(record.Row, record.ETag));
            }

            if (rows.Count == MaxRows)
            {
                break;
            }
        }

        return rows;
    }

    private async Task<List<RecordChange.Delete>> SettingsAsync(CancellationToken cancellationToken)
    {
        // Settings first: a reservation that comes in between names some that are older than what was read here, or the present ones.
        var found = new List<Record>();
        await foreach (var record in store.PrefixAsync(ControlPartition.Name, ControlPartition.SettingsPrefix, cancellationToken))
        {
            found.Add(record);
        }

        var leases = await _control.LeasesAsync(cancellationToken);
        if (leases.Any(l => l.Unreadable))
        {
            return []; // it may name any of them
        }

        var named = leases.Select(l => l.Value!).SelectMany(l => l.EarlierSettings.Append(l.Settings)).OfType<string>().Append(settings.Hash)
            .Select(ControlPartition.SettingsRow).ToHashSet(StringComparer.Ordinal);
        return [.. found.Where(r => !named.Contains(r.Row)).Take(MaxRows).Select(r => new RecordChange.Delete(r.Row, r.ETag))];
    }

    private async Task<List<RecordChange.Delete>> LogAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var rows = new List<RecordChange.Delete>();
        await foreach (var record in store.RangeAsync(ControlPartition.Name, HoldLedger.LogPrefix, HoldLedger.LogRow(now - LogKept), cancellationToken))
        {
            rows.Add(new RecordChange.Delete(record.Row, record.ETag));
            if (rows.Count == MaxRows)
            {
                break;
            }
        }

        return rows;
    }
}

using OpsAutomation.Core.Calendars;
using OpsAutomation.Core.Calendars.Silencing;
using OpsAutomation.Core.Classification;
using OpsAutomation.Core.Correlation.Standings;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Core.Correlation.Climates;

/// <summary>
/// Stores what scopes tell each other. Each row has one writer, its scope, and carries the number of that scope's commit,
/// so carrying an update out twice, late, or in another order ends the same.
/// </summary>
/// <param name="store">Where the climate is.</param>
/// <param name="clock">The time.</param>
/// <param name="windows">The maintenance windows of the catalogue.</param>
/// <param name="judge">The rules, which know whom an incident concerns.</param>
public sealed class ClimateLedger(IRecordStore store, TimeProvider clock, IReadOnlyList<MaintenanceWindow> windows, StandingJudge judge)
{
    /// <summary>How old the climate may be that a new alert is judged by. What changed meanwhile is made good by settling.</summary>
    public static readonly TimeSpan CacheFor = TimeSpan.FromSeconds(1);

    // An update that is older than this has surely been carried out: outboxes are swept every half minute.
    private static readonly TimeSpan KeepEnded = TimeSpan.FromHours(24);

    private const int MaxRounds = 64;

    private readonly SilenceLedger _silences = new(store, clock);
    private readonly Lock _gate = new();
    private readonly StoredClimate _stored = new();
    private volatile Cached? _cached;
    private Task<Climate>? _looking;
    private Task<Climate>? _next;

    /// <summary>The climate, at most <see cref="CacheFor"/> old.</summary>
    public async Task<Climate> RecentAsync(CancellationToken cancellationToken = default)
    {
        // A clock that was put back must not make the last look serve until it has caught up.
        var now = clock.GetUtcNow();
        if (_cached is { } cached && (now - cached.At).Duration() < CacheFor)
        {
            return cached.Climate;
        }

        // One looks for all who come meanwhile.
        return await Look(joining: true).WaitAsync(cancellationToken);
    }

    /// <summary>The climate as it is stored now. Who come while one looks share the next look.</summary>
    public Task<Climate> FreshAsync(CancellationToken cancellationToken = default) => Look(joining: false).WaitAsync(cancellationToken);

    private Task<Climate> Look(bool joining)
    {
        lock (_gate)
        {
            if (_looking is not { IsCompleted: false } under)
            {
                return _looking = Task.Run(LookAsync);
            }

            return joining ? under : _next ??= LookAfterAsync(under);
        }
    }

    private async Task<Climate> LookAfterAsync(Task before)
    {
        await Task.Yield();
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_gate)
        {
            (_looking, _next) = (_next, null);
        }

        return await LookAsync();
    }

    private async Task<Climate> LookAsync()
    {
        var now = clock.GetUtcNow();
        var calendar = new CalendarState(windows, await _silences.LiveAsync(now, CancellationToken.None));
        var rows = new List<Record>();
        await foreach (var record in store.RangeAsync(ClimateRows.Partition, cancellationToken: CancellationToken.None))
        {
            rows.Add(record);
        }

        var climate = _stored.Update(rows, now) with { Calendar = calendar };
        _cached = new Cached(now, climate);
        return climate;
    }

    /// <summary>
    /// Takes what was just committed into account at once, before it is written: in a storm, this process must not open an
    /// incident for everything that comes within the second for which the climate is kept.
    /// </summary>
    public void Learn(IReadOnlyCollection<ClimateFact> facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        lock (_gate)
        {
            if (facts.Count > 0 && _cached is { } cached)
            {
                _cached = cached with { Climate = facts.Aggregate(cached.Climate, (c, f) => c.With(f)) };
            }
        }
    }

    /// <summary>Writes an update and says which scopes must look again because of it.</summary>
    public async Task<IReadOnlyCollection<string>> ApplyAsync(ClimateUpdate update, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(update);
        var affected = new SortedSet<string>(StringComparer.Ordinal);

        // Different rows side by side: they wait for the disk together. All are written before anyone looks.
        var written = await Task.WhenAll(update.Facts.GroupBy(f => (f.Partition, f.Row)).Select(async row =>
        {
            var facts = new List<ClimateFact>();
            foreach (var fact in row)
            {
                if (await WriteAsync(fact, update.Sequence, cancellationToken))
                {
                    facts.Add(fact);
                }
            }

            return facts;
        }));
        foreach (var fact in written.SelectMany(f => f))
        {
            Learn([fact]);
            affected.UnionWith(await AffectedAsync(fact, update, cancellationToken));
        }

        return affected;
    }

    /// <summary>Deletes rows that have been over for so long that no older update can be on its way.</summary>
    public async Task PurgeAsync(CancellationToken cancellationToken = default)
    {
        foreach (var partition in (string[])[ClimateRows.Partition, ClimateRows.Targets, ClimateRows.Withheld])
        {
            var over = new List<RecordChange>();
            await foreach (var record in store.RangeAsync(partition, cancellationToken: cancellationToken))
            {
                if (OpsJson.Read<ClimateRow>(record.Body) is var row && (row.Body is null ? row.At : row.Until) + KeepEnded <= clock.GetUtcNow())
                {
                    over.Add(new RecordChange.Delete(record.Row, record.ETag));
                }
            }

            foreach (var batch in over.Chunk(IRecordStore.MaxBatch))
            {
                await DeleteAsync(partition, batch, cancellationToken);
            }
        }
    }

    // Only as it was read: a storm may begin again under the row of one that was over, and must not be taken for it.
    private async Task DeleteAsync(string partition, RecordChange[] rows, CancellationToken cancellationToken)
    {
        try
        {
            await store.CommitAsync(partition, rows, cancellationToken);
        }
        catch (RecordConflictException) when (rows.Length > 1)
        {
            foreach (var row in rows)
            {
                await DeleteAsync(partition, [row], cancellationToken);
            }
        }
        catch (RecordConflictException)
        {
            // It holds again.
        }
    }

    // The same update again counts as written: whoever wrote it may have died before anyone looked again.
    private async Task<bool> WriteAsync(ClimateFact fact, long sequence, CancellationToken cancellationToken)
    {
        for (var round = 1; ; round++)
        {
            var there = await store.ReadAsync(fact.Partition, fact.Row, cancellationToken);
            if (there is not null && OpsJson.Read<ClimateRow>(there.Body).Sequence is var known && known >= sequence)
            {
                return known == sequence;
            }

            var body = OpsJson.Write(new ClimateRow(sequence, clock.GetUtcNow(), fact.Body, fact.Until));
            try
            {
                await store.CommitAsync(
                    fact.Partition,
                    [there is null ? new RecordChange.Insert(fact.Row, body) : new RecordChange.Replace(fact.Row, body, there.ETag)],
                    cancellationToken);
                return true;
            }
            catch (RecordConflictException) when (round < MaxRounds)
            {
                // Another drainer of the same scope; its number decides.
            }
        }
    }

    // Both sides write first and look then, so at least one of two that meet sees the other.
    private async Task<IEnumerable<string>> AffectedAsync(ClimateFact fact, ClimateUpdate update, CancellationToken cancellationToken)
    {
        var scopes = new List<string>();
        if (fact.Partition == ClimateRows.Targets)
        {
            var parts = fact.Row.Split('~', 3);
            var explains = parts[0] == ClimateRows.GroupTargets ? ClimateRows.GroupsOf(parts[1]) : ClimateRows.SourcesOf(parts[0], parts[1]);
            if (fact.Body is not null && (update.Withheld || await AnyAsync(explains, cancellationToken)))
            {
                scopes.Add(update.Scope);
            }
        }
        else if (fact.Row.StartsWith(ClimateRows.SourcePrefix, StringComparison.Ordinal))
        {
            var parts = fact.Row.Split('~', 4);
            scopes.AddRange(await TargetsAsync(parts[1], parts[2], cancellationToken));
        }
        else if (fact.Row.StartsWith(ClimateRows.GroupPrefix, StringComparison.Ordinal))
        {
            // Alone in its group it concerns nobody; its own scope too must look, since another may lead.
            var together = await TargetsAsync(ClimateRows.GroupTargets, fact.Row.Split('~', 3)[1], cancellationToken);
            scopes.AddRange(together.Any(s => s != update.Scope) ? together : []);
        }
        else if (fact.Body is { } burn && fact.Row.StartsWith(ClimateRows.SloPrefix, StringComparison.Ordinal))
        {
            // What a storm withholds of its service may be a Sev0 now, and is none of a storm then.
            scopes.AddRange(OpsJson.Read<ClimateSloBurn>(burn).Rate >= SeverityTable.FastBurn ? [update.Scope] : []);
        }
        else if (fact.Row.StartsWith(ClimateRows.RegionPrefix, StringComparison.Ordinal))
        {
            scopes.AddRange(await InRegionAsync(fact.Row.Split('~', 3)[1], cancellationToken));
        }
        else if (fact.Body is { } body && fact.Row.StartsWith(ClimateRows.FiringPrefix, StringComparison.Ordinal))
        {
            // Those that came at once may each have been one too few for itself.
            if (await MayHaveCauseAsync(OpsJson.Read<ClimateFiring>(body), fact.Row.Split('~', 3)[1], update, cancellationToken))
            {
                scopes.Add(update.Scope);
            }
        }
        else if (fact.Row.StartsWith(ClimateRows.IncidentPrefix, StringComparison.Ordinal))
        {
            var service = fact.Row.Split('~', 3)[1];
            scopes.AddRange(judge.AffectedBy(service).Select(ScopeKey.OfService));

            // It began while a cause of it may have begun: whoever wrote second sees the other.
            foreach (var cause in fact.Body is null ? [] : judge.CausesOf(service))
            {
                if (await AnyAsync(ClimateRows.IncidentsOf(cause), cancellationToken))
                {
                    scopes.Add(update.Scope);
                    break;
                }
            }
        }

        return scopes;
    }

    private async Task<bool> MayHaveCauseAsync(ClimateFiring firing, string fingerprint, ClimateUpdate update, CancellationToken cancellationToken)
    {
        if (firing.Region is { } region && await AnyAsync(ClimateRows.RegionsOf(region), cancellationToken))
        {
            return true;
        }

        await foreach (var record in store.PrefixAsync(ClimateRows.Partition, ClimateRows.StormPrefix, cancellationToken))
        {
            if (firing.Keys.Any(k => record.Row == ClimateRows.StormRow(k)) && OpsJson.Read<ClimateRow>(record.Body).Body is { } body)
            {
                // What the cause has already need not look again: in an outage that would be every alert.
                var there = ClimateRows.WithheldRow(OpsJson.Read<ClimateStorm>(body).IncidentId, fingerprint, update.Scope);
                return !update.Facts.Any(f => f.Partition == ClimateRows.Withheld && f.Row == there && f.Body is not null);
            }
        }

        var recent = await RecentAsync(cancellationToken);
        return firing.Keys.Any(k => judge.HasCommonCause(k, recent));
    }

    private async Task<IReadOnlyCollection<string>> TargetsAsync(string inhibition, string key, CancellationToken cancellationToken)
    {
        var scopes = new SortedSet<string>(StringComparer.Ordinal);
        await foreach (var record in store.PrefixAsync(ClimateRows.Targets, ClimateRows.TargetsOf(inhibition, key), cancellationToken))
        {
            if (OpsJson.Read<ClimateRow>(record.Body).Body is { } body)
            {
                scopes.Add(OpsJson.Read<ClimateTarget>(body).Scope);
            }
        }

        return scopes;
    }

    private async Task<IReadOnlyCollection<string>> InRegionAsync(string escaped, CancellationToken cancellationToken)
    {
        var scopes = new SortedSet<string>(StringComparer.Ordinal);
        await foreach (var record in store.PrefixAsync(ClimateRows.Partition, ClimateRows.FiringPrefix, cancellationToken))
        {
            if (OpsJson.Read<ClimateRow>(record.Body).Body is { } body && OpsJson.Read<ClimateFiring>(body).Region is { } region && RowKey.Escape(region) == escaped)
            {
                scopes.Add(record.Row.Split('~', 3)[2]);
            }
        }

        return scopes;
    }

    private async Task<bool> AnyAsync(string prefix, CancellationToken cancellationToken)
    {
        await foreach (var record in store.PrefixAsync(ClimateRows.Partition, prefix, cancellationToken))
        {
            if (OpsJson.Read<ClimateRow>(record.Body).Body is not null)
            {
                return true;
            }
        }

        return false;
    }

    private sealed record Cached(DateTimeOffset At, Climate Climate);
}

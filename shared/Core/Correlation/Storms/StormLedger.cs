using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Correlation.Climates;
using OpsAutomation.Core.Correlation.Standings;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Core.Correlation.Storms;

/// <summary>
/// Begins and ends storms and common causes, and counts what they have. One per key at a time; whoever is first begins it.
/// </summary>
public sealed class StormLedger(IRecordStore store, ClimateLedger climate, SettleQueue queue, TimeProvider clock)
{
    private const int MaxRounds = 16;

    /// <summary>Begins the storm or common cause that a standing speaks of, or returns the one that is on.</summary>
    /// <param name="standing">A standing that gathers.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<ClimateStorm> BeginAsync(Standing standing, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(standing);
        var (key, common) = (standing.By, standing.Kind == DispositionKind.Merged);
        var row = ClimateRows.StormRow(key);
        for (var round = 1; ; round++)
        {
            var there = await store.ReadAsync(ClimateRows.Partition, row, cancellationToken);
            var before = there is null ? null : OpsJson.Read<ClimateRow>(there.Body);
            if (before?.Body is { } on)
            {
                return OpsJson.Read<ClimateStorm>(on);
            }

            var now = clock.GetUtcNow();
            var number = (before?.Sequence ?? 0) + 1;
            var storm = new ClimateStorm(key, standing.Gathers ?? key, Correlator.IncidentIdFor($"storm {key}", now, number), now, common);
            if (common)
            {
                await LookAgainAsync(key, now, cancellationToken);
            }

            var body = OpsJson.Write(new ClimateRow(number, now, OpsJson.Write(storm)));
            try
            {
                await store.CommitAsync(
                    ClimateRows.Partition, [there is null ? new RecordChange.Insert(row, body) : new RecordChange.Replace(row, body, there.ETag)], cancellationToken);
                climate.Learn([Fact(storm)]);
                return storm;
            }
            catch (RecordConflictException) when (round < MaxRounds)
            {
                // Another was first.
            }
        }
    }

    // Those that were told one by one before there were enough; asked for first, since whoever begins it may die after it.
    private async Task LookAgainAsync(string key, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var scopes = new SortedSet<string>(StringComparer.Ordinal);
        await foreach (var record in store.PrefixAsync(ClimateRows.Partition, ClimateRows.FiringPrefix, cancellationToken))
        {
            if (OpsJson.Read<ClimateRow>(record.Body).Body is { } body && OpsJson.Read<ClimateFiring>(body).Keys.Contains(key, StringComparer.Ordinal))
            {
                scopes.Add(record.Row.Split('~', 3)[2]);
            }
        }

        foreach (var scope in scopes)
        {
            await queue.AddAsync(scope, now, cancellationToken);
        }
    }

    /// <summary>The storms that are on.</summary>
    public async Task<IReadOnlyList<ClimateStorm>> ActiveAsync(CancellationToken cancellationToken = default)
    {
        var storms = new List<ClimateStorm>();
        await foreach (var record in store.PrefixAsync(ClimateRows.Partition, ClimateRows.StormPrefix, cancellationToken))
        {
            if (OpsJson.Read<ClimateRow>(record.Body).Body is { } body)
            {
                storms.Add(OpsJson.Read<ClimateStorm>(body));
            }
        }

        return storms;
    }

    /// <summary>What a storm withholds.</summary>
    public async Task<StormSummary> CountAsync(ClimateStorm storm, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(storm);
        var (ended, last) = (0, storm.Since);
        var firing = new List<ClimateWithheld>();
        await foreach (var record in store.PrefixAsync(ClimateRows.Withheld, ClimateRows.WithheldOf(storm.IncidentId), cancellationToken))
        {
            var row = OpsJson.Read<ClimateRow>(record.Body);
            if (row.Body is { } body)
            {
                // Only what begins keeps a storm up: ends are the sign that it passes.
                firing.Add(OpsJson.Read<ClimateWithheld>(body));
                last = row.At > last ? row.At : last;
            }
            else
            {
                ended++;
            }
        }

        return new StormSummary(firing, ended, last);
    }

    /// <summary>Ends a storm, if it is still that one.</summary>
    public async Task EndAsync(ClimateStorm storm, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(storm);
        var row = ClimateRows.StormRow(storm.Key);
        if (await store.ReadAsync(ClimateRows.Partition, row, cancellationToken) is { } there
            && OpsJson.Read<ClimateRow>(there.Body) is { Body: { } body } known
            && OpsJson.Read<ClimateStorm>(body).IncidentId == storm.IncidentId)
        {
            var over = OpsJson.Write(known with { At = clock.GetUtcNow(), Body = null });
            await store.CommitAsync(ClimateRows.Partition, [new RecordChange.Replace(row, over, there.ETag)], cancellationToken);
            climate.Learn([Fact(storm) with { Body = null }]);
        }
    }

    /// <summary>The alert of ours that opens the incident of a storm.</summary>
    public static Alert AlertOf(ClimateStorm storm)
    {
        ArgumentNullException.ThrowIfNull(storm);
        var nothing = new Dictionary<string, string>(StringComparer.Ordinal);
        return new Alert
        {
            Id = $"al-storm-{LengthPrefixedHash.Base32(16, storm.IncidentId)}",
            Source = "ops-automation",
            Rule = storm.CommonCause ? "common cause" : "alert storm",
            Fingerprint = Fingerprint.Of("ops-automation", "alert storm", null, new Dictionary<string, string>(StringComparer.Ordinal) { ["key"] = storm.Key }),
            Status = AlertStatus.Firing,
            Severity = !storm.CommonCause && storm.Key.EndsWith(StormRule.Gravest, StringComparison.Ordinal) ? Severity.Sev0 : Severity.Sev1,
            Signal = new Signal(SignalKind.Unknown, null, null, null, null, null, nothing),
            Summary = storm.CommonCause
                ? $"Many resources of {storm.About} fire together: one incident for all of them"
                : $"Alert storm in {storm.About}: further incidents are not opened one by one but counted here",
            StartsAt = storm.Since,
            ReceivedAt = storm.Since,
            PayloadReference = "none",
        };
    }

    /// <summary>The fact that a storm is on.</summary>
    public static ClimateFact Fact(ClimateStorm storm)
    {
        ArgumentNullException.ThrowIfNull(storm);
        return ClimateFact.Of(ClimateRows.Partition, ClimateRows.StormRow(storm.Key), storm);
    }
}

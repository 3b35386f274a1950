using System.Text.Json;
using System.Text.Json.Nodes;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Core.Audit;

/// <summary>
/// Checks everything that was recorded: each chain in itself, each chain against the anchors, the anchors as a chain, and the anchors
/// against the note that they were written. An edit, a deletion, another order and a cut-off end are found by one of these.
/// </summary>
public sealed class AuditInspector(IRecordStore store, IAnchorStore anchors, ChangeLedger changes, TimeProvider clock)
{
    /// <summary>How long after its day an anchor may be missing: runs that failed come again every hour.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromHours(6);

    private readonly ChainReader _chains = new(store);

    /// <summary>Checks one incident; null when neither the records nor an anchor know it.</summary>
    public async Task<AuditReport?> OneAsync(string incidentId, CancellationToken cancellationToken = default)
    {
        var (read, broken) = await AnchorsAsync(cancellationToken);
        var witnessed = AnchorChain.Witnessed(read);
        var purged = await PurgedAsync(cancellationToken);
        var check = await CheckAsync(incidentId, witnessed, purged, cancellationToken);
        return check is null ? null : Report([check], 0, read, broken, purged.ContainsKey(incidentId) ? 1 : 0);
    }

    /// <summary>Checks everything: what the list knows, and what anchors know.</summary>
    /// <param name="incidentIds">The ids of all incidents that the list knows.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    public async Task<AuditReport> AllAsync(IAsyncEnumerable<string> incidentIds, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(incidentIds);
        var (read, broken) = await AnchorsAsync(cancellationToken);
        var witnessed = AnchorChain.Witnessed(read);
        var purged = await PurgedAsync(cancellationToken);
        var (checks, seen) = (new List<AuditCheck>(), new HashSet<string>(StringComparer.Ordinal));
        await foreach (var id in incidentIds.WithCancellation(cancellationToken))
        {
            // One that the list knows and the records do not was taken out of them: that is as bad as a changed entry.
            if (seen.Add(id))
            {
                checks.Add(await CheckAsync(id, witnessed, purged, cancellationToken) ?? new AuditCheck(id, 0, new BrokenLink(1, "The list knows it, and its journal is not there.")));
            }
        }

        foreach (var id in witnessed.Select(w => w.Key).Where(id => id != ChangeLedger.Chain && seen.Add(id)).ToArray())
        {
            checks.Add((await CheckAsync(id, witnessed, purged, cancellationToken))!);
        }

        var ledger = await CheckAsync(ChangeLedger.Chain, witnessed, purged, cancellationToken);
        var report = Report(checks, ledger?.Entries ?? 0, read, broken, purged.Count);
        return ledger?.Broken is null ? report : report with { Whole = false, Broken = [ledger, .. report.Broken] };
    }

    private static AuditReport Report(IReadOnlyList<AuditCheck> checks, int changes, IReadOnlyList<Anchor> anchors, IReadOnlyList<BrokenAnchor> broken, int purged)
    {
        AuditCheck[] bad = [.. checks.Where(c => c.Broken is not null)];
        return new AuditReport(bad.Length == 0 && broken.Count == 0, checks.Count, checks.Sum(c => c.Entries), bad, changes, anchors.Count, anchors.Count > 0 ? anchors[^1].Day : null, purged, broken);
    }

    private async Task<AuditCheck?> CheckAsync(
        string chain, ILookup<string, (DateOnly Day, ChainHead Head)> witnessed, Dictionary<string, PurgedChain> purged, CancellationToken cancellationToken)
    {
        // What was purged is proved by the anchors that saw it last and by the record of the purge; the rest may be half gone.
        if (purged.TryGetValue(chain, out var gone))
        {
            return new AuditCheck(chain, 0, gone.Against(witnessed[chain], clock.GetUtcNow()));
        }

        var stored = await _chains.ReadAsync(chain, cancellationToken);
        if (!stored.Present && stored.Entries.Count == 0)
        {
            return witnessed[chain].Select(w => new AuditCheck(chain, 0, new BrokenLink(1, $"The anchor of {w.Day:yyyy-MM-dd} knows {w.Head.Count} entries, and nothing of them is left."))).LastOrDefault();
        }

        return new AuditCheck(chain, stored.Entries.Count, stored.Broken ?? AnchorChain.Compare(stored.Entries, witnessed[chain]));
    }

    private async Task<(IReadOnlyList<Anchor> Anchors, IReadOnlyList<BrokenAnchor> Broken)> AnchorsAsync(CancellationToken cancellationToken)
    {
        var kept = new List<(DateOnly, string)>();
        foreach (var day in await anchors.DaysAsync(cancellationToken))
        {
            kept.Add((day, await anchors.ReadAsync(day, cancellationToken) ?? string.Empty));
        }

        var (read, broken) = AnchorChain.Read(kept);
        return (read, [.. broken, .. await AgainstNotesAsync(kept.ConvertAll(k => k.Item1), read, cancellationToken)]);
    }

    // The store of anchors may lose its newest without a gap; the records know that it was there.
    private async Task<IReadOnlyList<BrokenAnchor>> AgainstNotesAsync(List<DateOnly> days, IReadOnlyList<Anchor> read, CancellationToken cancellationToken)
    {
        var broken = new List<BrokenAnchor>();
        AnchorNote? newest = null;
        await foreach (var record in store.RangeAsync(AnchorWriter.Notes, "day-", "day.", cancellationToken))
        {
            newest = OpsJson.Read<AnchorNote>(record.Body);
            if (!days.Contains(newest.Day))
            {
                broken.Add(new BrokenAnchor(newest.Day, "It was written, and is gone."));
            }
            else if (read.FirstOrDefault(a => a.Day == newest.Day) is { } anchor && anchor.Hash != newest.Hash)
            {
                broken.Add(new BrokenAnchor(newest.Day, "It is another than the one that was written: one of the two is forged."));
            }
        }

        var last = read.Count > 0 && (newest is null || read[^1].Day > newest.Day) ? read[^1].Day : newest?.Day;
        var due = DateOnly.FromDateTime((clock.GetUtcNow() - Grace).UtcDateTime).AddDays(-1);
        if (last is { } until && until < due)
        {
            broken.Add(new BrokenAnchor(until.AddDays(1), $"No anchor was taken since {until:yyyy-MM-dd}: whatever grew since then has no witness."));
        }

        return broken;
    }

    private async Task<Dictionary<string, PurgedChain>> PurgedAsync(CancellationToken cancellationToken)
    {
        var purged = new Dictionary<string, PurgedChain>(StringComparer.Ordinal);
        await foreach (var entry in changes.ReadAsync(cancellationToken))
        {
            if (entry.Kind == ChangeKinds.Purged && entry.Before is JsonObject before && before.Deserialize<ChainHead>(OpsJson.Options) is { } head)
            {
                purged[entry.Subject] = new PurgedChain(head, entry.At);
            }
        }

        return purged;
    }
}

/// <summary>What was found.</summary>
/// <param name="Whole">Whether every chain and every anchor holds.</param>
/// <param name="Incidents">How many incidents were checked.</param>
/// <param name="Entries">How many entries they have.</param>
/// <param name="Broken">Those that do not hold, each with its first bad entry; the chain of changes among them, as <c>changes</c>.</param>
/// <param name="Changes">Entries of the chain of changes.</param>
/// <param name="Anchors">Anchors that can be read.</param>
/// <param name="LastAnchor">The day of the newest, or null.</param>
/// <param name="Purged">Incidents whose journals were kept long enough; anchors and the record of the purge stand for them.</param>
/// <param name="BrokenAnchors">Anchors that do not hold or are gone.</param>
public sealed record AuditReport(
    bool Whole, int Incidents, int Entries, IReadOnlyList<AuditCheck> Broken, int Changes, int Anchors, DateOnly? LastAnchor, int Purged, IReadOnlyList<BrokenAnchor> BrokenAnchors);

/// <summary>One chain.</summary>
/// <param name="IncidentId">The incident.</param>
/// <param name="Entries">Its entries.</param>
/// <param name="Broken">The first link that does not hold, or null.</param>
public sealed record AuditCheck(string IncidentId, int Entries, BrokenLink? Broken);

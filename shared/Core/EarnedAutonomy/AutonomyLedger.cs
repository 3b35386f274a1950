using System.Text.Json;
using OpsAutomation.Core.Audit;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Playbooks;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Core.EarnedAutonomy;

/// <summary>
/// Keeps what playbooks have earned, one row for each playbook and class of resources in the partition <c>autonomy</c>. Every
/// change of a level stays on record beside it.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="clock">The time.</param>
/// <param name="needed">Agreeing runs in a row before a level is proposed.</param>
public sealed class AutonomyLedger(IRecordStore store, TimeProvider clock, int needed = AutonomyLedger.DefaultNeeded)
{
    /// <summary>The partition.</summary>
    public const string Partition = "autonomy";

    /// <summary>Agreeing runs in a row before a level is proposed, where nothing else is set.</summary>
    public const int DefaultNeeded = 10;

    private readonly ChangeLedger _changes = new(store, clock);

    private const int MaxRetries = 8;

    /// <summary>What a playbook may do on a class of resources now. What cannot be read is nothing earned.</summary>
    public async Task<TrackRecord> ReadAsync(PinnedPlaybook pinned, string resourceClass, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pinned);
        try
        {
            return AutonomyRules.For(pinned, resourceClass, (await FindAsync(Row(pinned.Playbook.Name, resourceClass), cancellationToken))?.Record, clock.GetUtcNow());
        }
        catch (JsonException)
        {
            // It may have lost everything: a person decides until somebody has looked.
            var fresh = AutonomyRules.Fresh(pinned, resourceClass, clock.GetUtcNow());
            return fresh with { Level = fresh.Level < Autonomy.Approve ? fresh.Level : Autonomy.Approve, Reason = "What it has earned cannot be read, so a person decides." };
        }
    }

    /// <summary>Agreeing runs in a row before a level is proposed.</summary>
    public int Needed => needed;

    /// <summary>Every record, by playbook and class.</summary>
    public async Task<IReadOnlyList<TrackRecord>> AllAsync(CancellationToken cancellationToken = default)
    {
        var all = new List<TrackRecord>();
        await foreach (var row in store.RangeAsync(Partition, "track-", "track.", cancellationToken))
        {
            all.Add(OpsJson.Read<TrackRecord>(row.Body));
        }

        return all;
    }

    /// <summary>Counts a run, once.</summary>
    /// <returns>The record before and after.</returns>
    public async Task<(TrackRecord Before, TrackRecord After)> CountAsync(
        PinnedPlaybook pinned, string resourceClass, RunVerdict verdict, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pinned);
        var (before, after, _) = await ChangeAsync(
            Actors.Automation, pinned, resourceClass, record => (AutonomyRules.After(record, pinned.Playbook.Autonomy, verdict, needed), null), cancellationToken);
        return (before, after!);
    }

    /// <summary>A person grants the level that is proposed.</summary>
    /// <returns>The record, or why it cannot be granted.</returns>
    public async Task<(TrackRecord? Record, string? Refusal)> PromoteAsync(
        PinnedPlaybook pinned, string resourceClass, string user, string reason, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pinned);
        var (_, after, refusal) = await ChangeAsync(
            user, pinned, resourceClass, record => AutonomyRules.Promote(record, pinned.Playbook.Autonomy, user, reason, clock.GetUtcNow()), cancellationToken);
        return (after, refusal);
    }

    /// <summary>A person takes a level away.</summary>
    public async Task<TrackRecord> DemoteAsync(PinnedPlaybook pinned, string resourceClass, string user, string reason, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pinned);
        return (await ChangeAsync(user, pinned, resourceClass, record => (AutonomyRules.Demote(record, user, reason, clock.GetUtcNow()), null), cancellationToken)).After!;
    }

    private static string Row(string playbook, string resourceClass) => $"track-{RowKey.Escape(playbook)}-{RowKey.Escape(AutonomyRules.Class(resourceClass))}";

    private async Task<(TrackRecord Before, TrackRecord? After, string? Refusal)> ChangeAsync(
        string actor, PinnedPlaybook pinned, string resourceClass, Func<TrackRecord, (TrackRecord? Record, string? Refusal)> change, CancellationToken cancellationToken)
    {
        var row = Row(pinned.Playbook.Name, resourceClass);
        for (var attempt = 0; ; attempt++)
        {
            var known = await FindAsync(row, cancellationToken);
            var before = AutonomyRules.For(pinned, resourceClass, known?.Record, clock.GetUtcNow());
            var (after, refusal) = change(before);
            if (after is null || (known is not null && ReferenceEquals(after, before) && known.Value.Record.Hash == after.Hash))
            {
                return (before, after, refusal);
            }

            var changes = new List<RecordChange>
            {
                known is null ? new RecordChange.Insert(row, OpsJson.Write(after)) : new RecordChange.Replace(row, OpsJson.Write(after), known.Value.ETag),
            };
            if (after.Level != before.Level)
            {
                changes.Add(new RecordChange.Upsert($"log-{after.Since.UtcTicks:D19}-{row}", OpsJson.Write(after with { Verdicts = [] })));
            }

            try
            {
                await store.CommitAsync(Partition, changes, cancellationToken);
                if (after.Level != before.Level)
                {
                    await _changes.WriteAsync(
                        actor, ChangeKinds.Autonomy, $"{after.Playbook} {after.ResourceClass}", before with { Verdicts = [] }, after with { Verdicts = [] }, after.Reason, cancellationToken);
                }

                return (before, after, refusal);
            }
            catch (RecordConflictException) when (attempt < MaxRetries)
            {
                // Another run was counted in between: this one is weighed against what that left.
            }
        }
    }

    private async Task<(TrackRecord Record, string ETag)?> FindAsync(string row, CancellationToken cancellationToken) =>
        await store.ReadAsync(Partition, row, cancellationToken) is { } record ? (OpsJson.Read<TrackRecord>(record.Body), record.ETag) : null;
}

using System.Globalization;
using OpsAutomation.Core.Audit;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Core.Calendars.Silencing;

/// <summary>
/// Keeps silences in the partition <c>silences</c>: a row <c>end-{ticks}-{id}</c> each, so that those which have not ended are
/// one short range, and a row <c>id-{id}</c> that names it. Who made one and who cancelled it, when and why, stays in its row.
/// </summary>
public sealed class SilenceLedger(IRecordStore store, TimeProvider clock)
{
    /// <summary>The partition.</summary>
    public const string Partition = "silences";

    /// <summary>The most silences that may be active or coming: every alert is held against each.</summary>
    public const int MaxLive = 200;

    private const string EndPrefix = "end-";
    private const int MaxRetries = 8;

    private readonly ChangeLedger _changes = new(store, clock);

    /// <summary>
    /// Makes a silence. Asking twice with the same id, or the same thing within a minute, makes one, while it hides anything: one
    /// that was cancelled meanwhile answers nobody who asks again. An id that somebody chose is for one silence and no other.
    /// </summary>
    public async Task<SilenceResult> CreateAsync(SilenceDraft draft, string user, CancellationToken cancellationToken = default)
    {
        var now = clock.GetUtcNow();
        var (silence, problems) = SilenceRules.Check(draft, user, now);
        if (silence is null)
        {
            return new SilenceResult(SilenceOutcome.Invalid, string.Join(" ", problems.Select(p => p.Message)), null, problems);
        }

        for (var number = 1; await ReadAsync(silence.Id, cancellationToken) is { } there && there.StopsAt <= now; number++)
        {
            if (draft.Id is not null)
            {
                return new SilenceResult(SilenceOutcome.Taken, $"The silence '{silence.Id}' {(there.CancelledBy is { } by ? $"was cancelled by {by}" : "has ended")}; another one needs another id.", there);
            }

            silence = silence with { Id = SilenceIds.Of(user, silence.Matchers, draft, now, number) };
        }

        if (await FindAsync(silence.Id, cancellationToken) is not null || (await LiveAsync(now, cancellationToken)).Count < MaxLive)
        {
            return await InsertAsync(silence, cancellationToken);
        }

        return new SilenceResult(SilenceOutcome.TooMany, $"There are {MaxLive} silences that have not ended; cancel some, or plan a window.");
    }

    /// <summary>Ends a silence before its time. It stays on record.</summary>
    /// <param name="id">The silence.</param>
    /// <param name="user">Who; required.</param>
    /// <param name="reason">Why; required.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="RecordConflictException">Others kept changing it.</exception>
    public async Task<SilenceResult> CancelAsync(string id, string user, string reason, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(user);
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        for (var attempt = 0; ; attempt++)
        {
            if (await FindAsync(id, cancellationToken) is not { } record)
            {
                return new SilenceResult(SilenceOutcome.Unknown, "There is no silence of that id.");
            }

            var silence = OpsJson.Read<Silence>(record.Body);
            var now = clock.GetUtcNow();
            if (silence.StopsAt <= now || silence.CancelledAt is not null)
            {
                var over = silence.CancelledBy is { } before ? $"{before} cancelled it before." : "It had ended.";
                return new SilenceResult(SilenceOutcome.Before, over, silence);
            }

            var standing = silence;
            silence = silence with { CancelledAt = now, CancelledBy = user, CancelReason = reason };
            try
            {
                await store.CommitAsync(Partition, [new RecordChange.Replace(record.Row, OpsJson.Write(silence), record.ETag)], cancellationToken);
                await _changes.WriteAsync(user, ChangeKinds.Silence, id, standing, silence, reason, cancellationToken);
                return new SilenceResult(SilenceOutcome.Done, $"Cancelled by {user}.", silence);
            }
            catch (RecordConflictException) when (attempt < MaxRetries)
            {
                // Somebody else cancelled it in between; the next look says so.
            }
        }
    }

    /// <summary>A silence by its id, or null.</summary>
    public async Task<Silence?> ReadAsync(string id, CancellationToken cancellationToken = default) =>
        await FindAsync(id, cancellationToken) is { } record ? OpsJson.Read<Silence>(record.Body) : null;

    /// <summary>The silences that hide something at the moment or will later: what a <see cref="CalendarState"/> needs.</summary>
    public async Task<IReadOnlyList<Silence>> LiveAsync(DateTimeOffset now, CancellationToken cancellationToken = default) =>
        [.. (await EndingAfterAsync(now, cancellationToken)).Where(s => s.StopsAt > now)];

    /// <summary>The silences, cancelled ones too, that were to end after the moment, by that end.</summary>
    public async Task<IReadOnlyList<Silence>> EndingAfterAsync(DateTimeOffset moment, CancellationToken cancellationToken = default)
    {
        var found = new List<Silence>();
        await foreach (var record in store.RangeAsync(Partition, EndPrefix + Ticks(moment.AddTicks(1)), EndPrefix + '\uffff', cancellationToken))
        {
            found.Add(OpsJson.Read<Silence>(record.Body));
        }

        return found;
    }

    private static string Ticks(DateTimeOffset moment) => moment.UtcTicks.ToString("D19", CultureInfo.InvariantCulture);

    private static string IdRow(string id) => "id-" + RowKey.Escape(id);

    private async Task<SilenceResult> InsertAsync(Silence silence, CancellationToken cancellationToken)
    {
        var row = $"{EndPrefix}{Ticks(silence.EndsAt)}-{RowKey.Escape(silence.Id)}";
        try
        {
            await store.CommitAsync(
                Partition,
                [new RecordChange.Insert(IdRow(silence.Id), OpsJson.Write(new SilenceRow(row))), new RecordChange.Insert(row, OpsJson.Write(silence))],
                cancellationToken);
            await _changes.WriteAsync(silence.CreatedBy, ChangeKinds.Silence, silence.Id, null, silence, silence.Reason, cancellationToken);
            return new SilenceResult(SilenceOutcome.Done, "Created.", silence);
        }
        catch (RecordConflictException)
        {
            if (await ReadAsync(silence.Id, cancellationToken) is not { } there)
            {
                throw;
            }

            return there.CreatedBy == silence.CreatedBy && there.Reason == silence.Reason && there.Matchers.SequenceEqual(silence.Matchers, StringComparer.Ordinal)
                ? new SilenceResult(SilenceOutcome.Before, "It was created before.", there)
                : new SilenceResult(SilenceOutcome.Taken, $"Another silence of {there.CreatedBy} has the id '{silence.Id}'.", there);
        }
    }

    private async Task<Record?> FindAsync(string id, CancellationToken cancellationToken) =>
        !string.IsNullOrEmpty(id) && await store.ReadAsync(Partition, IdRow(id), cancellationToken) is { } pointer
            ? await store.ReadAsync(Partition, OpsJson.Read<SilenceRow>(pointer.Body).Row, cancellationToken)
            : null;

    /// <summary>Where the silence of an id stands.</summary>
    private sealed record SilenceRow(string Row);
}

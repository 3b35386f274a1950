using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Core.Audit;

/// <summary>
/// Closes each day with an anchor, once the day is over. Days on which nothing ran get one later, so that a day without an anchor
/// is always one that was taken away. Doing it twice does nothing.
/// </summary>
public sealed class AnchorWriter(IRecordStore store, IAnchorStore anchors, TimeProvider clock)
{
    /// <summary>The partition that remembers which anchors were written: one that is taken away is missed.</summary>
    public const string Notes = "audit-anchors";

    /// <summary>The row of the newest.</summary>
    public const string LastRow = "last";

    // What the list of incidents shows late, and what clocks of several instances differ by.
    private static readonly TimeSpan Slack = TimeSpan.FromHours(1);

    private readonly ChainReader _chains = new(store);

    /// <summary>Writes what is missing up to yesterday.</summary>
    /// <param name="environment">The environment.</param>
    /// <param name="incidents">The heads of all incidents, as a list knows them; read only when there is something to write.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <returns>The anchors that were written or found written, oldest first.</returns>
    /// <exception cref="AnchorRefusedException">The day has an anchor that is not ours.</exception>
    public async Task<IReadOnlyList<Anchor>> RunAsync(string environment, Func<IAsyncEnumerable<Incident>> incidents, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(incidents);
        var row = await store.ReadAsync(Notes, LastRow, cancellationToken);
        var last = row is null ? null : OpsJson.Read<AnchorNote>(row.Body);
        var now = clock.GetUtcNow();
        var until = DateOnly.FromDateTime(now.UtcDateTime).AddDays(-1);
        if (last is not null && last.Day >= until)
        {
            return [];
        }

        var heads = await HeadsAsync(incidents(), last is null ? DateTimeOffset.MinValue : StartOf(last.Day.AddDays(1)) - Slack, cancellationToken);
        var written = new List<Anchor>();
        for (var day = last?.Day.AddDays(1) ?? until; day <= until; day = day.AddDays(1))
        {
            var (number, previous) = (last?.Number + 1 ?? 1, last?.Hash ?? AuditChain.Origin);
            var anchor = Anchor.Seal(environment, day, number, now, previous, written.Count == 0 ? heads.Select(h => h.Head) : []);
            if (!await anchors.TryAddAsync(day, anchor.Write(), cancellationToken))
            {
                anchor = Own(await anchors.ReadAsync(day, cancellationToken), anchor, written.Count == 0 ? heads : []);
            }

            last = new AnchorNote(day, anchor.Number, anchor.Hash);
            await store.CommitAsync(
                Notes, [new RecordChange.Upsert(NoteRow(day), OpsJson.Write(last)), new RecordChange.Upsert(LastRow, OpsJson.Write(last))], cancellationToken);
            written.Add(anchor);
        }

        return written;
    }

    internal static string NoteRow(DateOnly day) => $"day-{day:yyyy-MM-dd}";

    // One that was cut short after writing the anchor finds it there. Anything else under that name was put there by somebody else.
    private static Anchor Own(string? text, Anchor wanted, IReadOnlyList<AnchoredHead> heads)
    {
        var (found, problem) = text is null ? (null, "It is not there, and cannot be written either.") : Anchor.Read(text);
        if (found is not null)
        {
            problem = found.Day != wanted.Day || found.Number != wanted.Number || found.PreviousHash != wanted.PreviousHash || found.Environment != wanted.Environment
                ? "It does not follow the one before."
                : found.TakenAt > wanted.TakenAt ? "It was taken in the future."
                : heads.FirstOrDefault(h => h.UpdatedAt < found.TakenAt && !found.Heads.Any(f => f.Chain == h.Head.Chain)) is { } missing ? $"It leaves out {missing.Head.Chain}."
                : string.Empty;
        }

        return problem.Length == 0 ? found! : throw new AnchorRefusedException($"The anchor of {wanted.Day:yyyy-MM-dd} is there already and is not ours. {problem}");
    }

    // A closed incident that did not change since was covered by the last anchor; whatever may have grown is asked itself.
    private async Task<IReadOnlyList<AnchoredHead>> HeadsAsync(IAsyncEnumerable<Incident> incidents, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var heads = new List<AnchoredHead>();
        if (await _chains.HeadAsync(ChangeLedger.Chain, cancellationToken) is { } changes)
        {
            heads.Add(new AnchoredHead(changes, DateTimeOffset.MinValue));
        }

        await foreach (var incident in incidents.WithCancellation(cancellationToken))
        {
            if ((incident.UpdatedAt >= since || incident.Status != IncidentStatus.Closed) && await _chains.HeadAsync(incident.Id, cancellationToken) is { } head)
            {
                heads.Add(new AnchoredHead(head, incident.UpdatedAt));
            }
        }

        return heads;
    }

    private static DateTimeOffset StartOf(DateOnly day) => new(day, TimeOnly.MinValue, TimeSpan.Zero);

    private sealed record AnchoredHead(ChainHead Head, DateTimeOffset UpdatedAt);
}

/// <summary>That an anchor was written.</summary>
/// <param name="Day">Its day.</param>
/// <param name="Number">Its number.</param>
/// <param name="Hash">Its hash.</param>
public sealed record AnchorNote(DateOnly Day, int Number, string Hash);

/// <summary>The place of an anchor is taken by something that is not ours. A person must look: docs/audit.md.</summary>
public sealed class AnchorRefusedException(string message) : Exception(message);

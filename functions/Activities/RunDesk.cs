using Microsoft.DurableTask.Client;
using OpsAutomation.Core.Incidents;

namespace OpsAutomation.Functions.Activities;

/// <summary>
/// How whoever carries out a command reads and writes the journal of its incident: at once where the command is an activity of
/// its own, together with the commands before it where several are carried out in one.
/// </summary>
/// <param name="incidentId">The incident.</param>
/// <param name="client">The durable client.</param>
public abstract class RunDesk(string incidentId, DurableTaskClient client)
{
    /// <summary>The incident.</summary>
    public string IncidentId { get; } = incidentId;

    /// <summary>The durable client.</summary>
    public DurableTaskClient Client { get; } = client;

    /// <summary>The incident as it stands, with what was appended here.</summary>
    public abstract Task<IncidentFile> ReadAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Appends an entry that may reach the disk later, with others: for what can be found out, or done, again without harm
    /// after a crash. It is decided again when someone else writes first.
    /// </summary>
    /// <returns>Whether there is anything to write.</returns>
    public abstract Task<bool> AppendAsync(Func<IncidentFile, NewEntry?> decide, CancellationToken cancellationToken);

    /// <summary>Appends an entry, and puts it and everything before it on disk: for what must stand before, or right after, something is done to the world.</summary>
    /// <returns>Whether this call wrote the entry.</returns>
    public abstract Task<bool> CommitAsync(Func<IncidentFile, NewEntry?> decide, CancellationToken cancellationToken);

    /// <summary>Puts on disk what was appended; <see cref="ReadAsync"/> then sees what others wrote.</summary>
    public abstract Task FlushAsync(CancellationToken cancellationToken);
}

/// <summary>Writes every entry at once, and does at once what follows.</summary>
internal sealed class DirectDesk(IncidentJournal journal, OutboxPump pump, string incidentId, DurableTaskClient client) : RunDesk(incidentId, client)
{
    public override Task<IncidentFile> ReadAsync(CancellationToken cancellationToken) => journal.RequireAsync(IncidentId, cancellationToken);

    public override Task<bool> AppendAsync(Func<IncidentFile, NewEntry?> decide, CancellationToken cancellationToken) =>
        pump.AppendAsync(IncidentId, decide, Client, cancellationToken);

    public override Task<bool> CommitAsync(Func<IncidentFile, NewEntry?> decide, CancellationToken cancellationToken) =>
        AppendAsync(decide, cancellationToken);

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>
/// Writes entries together, and does what follows when it is closed. Who dies before that has written some of them or none:
/// the rest is decided again, and what follows is the sweeper's.
/// </summary>
internal sealed class DraftDesk(IncidentJournal journal, OutboxPump pump, string incidentId, DurableTaskClient client) : RunDesk(incidentId, client)
{
    private readonly HashSet<string> _announced = new(StringComparer.Ordinal);
    private JournalDraft? _draft;

    /// <summary>Whether entries could not be written and are gone: what was decided because of them is not to be carried out.</summary>
    public bool HasLost { get; private set; }

    public override async Task<IncidentFile> ReadAsync(CancellationToken cancellationToken) => (await DraftAsync(cancellationToken)).File;

    public override async Task<bool> AppendAsync(Func<IncidentFile, NewEntry?> decide, CancellationToken cancellationToken)
    {
        if (_draft is { IsFull: true })
        {
            await FlushAsync(cancellationToken);
        }

        return (await DraftAsync(cancellationToken)).Add(decide);
    }

    public override async Task<bool> CommitAsync(Func<IncidentFile, NewEntry?> decide, CancellationToken cancellationToken)
    {
        var added = await AppendAsync(decide, cancellationToken);
        return await WriteAsync(cancellationToken) && added;
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => WriteAsync(cancellationToken);

    /// <summary>Writes what is left, and does what follows from all that was written.</summary>
    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken);
        await pump.FollowUpAsync(IncidentId, [.. _announced], Client, cancellationToken);
        _announced.Clear();
    }

    private async Task<JournalDraft> DraftAsync(CancellationToken cancellationToken) =>
        _draft ??= await journal.DraftAsync(IncidentId, cancellationToken);

    private async Task<bool> WriteAsync(CancellationToken cancellationToken)
    {
        if (_draft is not { IsEmpty: false } draft)
        {
            _draft = null;
            return false;
        }

        _draft = null;
        HasLost = true;
        var result = await draft.CommitAsync(cancellationToken);
        HasLost = false;
        _announced.UnionWith(result.AnnounceKeys);
        return result.LastWritten;
    }
}

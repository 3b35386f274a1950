using OpsAutomation.Core.Records;

namespace OpsAutomation.Core.Incidents;

/// <summary>
/// Entries on top of an incident as it was read, committed together: decisions that follow from each other and touch nothing
/// outside the journal cost one commit and not one each. When someone else wrote meanwhile, each is decided again on what
/// then stands there, exactly as if there had been no draft. Used by one caller at a time.
/// </summary>
public sealed class JournalDraft
{
    private readonly IncidentJournal _journal;
    private readonly IncidentFile _read;
    private readonly List<Func<IncidentFile, NewEntry?>> _decisions = [];
    private readonly List<DraftedEntry> _entries = [];
    private int _text;

    internal JournalDraft(IncidentJournal journal, IncidentFile read) => (_journal, _read, File) = (journal, read, read);

    /// <summary>The incident as it is to be: what was read, and what is drafted.</summary>
    public IncidentFile File { get; private set; }

    /// <summary>Whether there is nothing to commit.</summary>
    public bool IsEmpty => _entries.Count == 0;

    /// <summary>Whether nothing more fits into one commit.</summary>
    public bool IsFull => _entries.Count >= IncidentJournal.MaxTogether || _text >= IncidentJournal.MaxTextTogether;

    /// <summary>Drafts what <paramref name="decide"/> wants to write, given the incident as it is to be.</summary>
    /// <returns>False when it wants nothing, or its key is there already.</returns>
    /// <exception cref="IncidentTransitionException">The entry moves the status where the table does not let it.</exception>
    /// <exception cref="InvalidOperationException">The draft is full.</exception>
    public bool Add(Func<IncidentFile, NewEntry?> decide)
    {
        ArgumentNullException.ThrowIfNull(decide);
        if (decide(File) is not { } wanted || File.Has(wanted.Key))
        {
            return false;
        }

        if (IsFull)
        {
            throw new InvalidOperationException("The draft is full: commit it first.");
        }

        var (head, entry) = _journal.Next(File.Head, wanted);
        _decisions.Add(decide);
        _entries.Add(new(entry, wanted));
        _text += entry.Text.Length + OpsJson.Write(entry.Fact).Length;
        File = File with { Head = head, Entries = [.. File.Entries, entry], Pinned = wanted.Pin ?? File.Pinned };
        return true;
    }

    /// <summary>Commits what is drafted. The draft is used up.</summary>
    /// <exception cref="IncidentTransitionException">Someone else moved the incident to where an entry cannot follow; those before it stand.</exception>
    public async Task<DraftResult> CommitAsync(CancellationToken cancellationToken = default)
    {
        if (IsEmpty)
        {
            return new DraftResult(File, false, []);
        }

        var key = RowKey.Escape(_entries[0].Wanted.Key);
        if (await _journal.TryCommitAsync(_read, File, _entries, key, cancellationToken) is { } file)
        {
            return new DraftResult(file, true, [key]);
        }

        AppendResult? last = null;
        var announced = new List<string> { key };
        foreach (var decide in _decisions)
        {
            last = await _journal.AppendAsync(_read.Head.Id, decide, cancellationToken);
            announced.AddRange(last.AnnounceKey is { } one ? [one] : []);
        }

        return new DraftResult(last!.File, last.Written, announced);
    }
}

/// <summary>A journal entry, and what its writer wanted.</summary>
/// <param name="Entry">The entry with its number and hashes.</param>
/// <param name="Wanted">What was wanted.</param>
internal readonly record struct DraftedEntry(JournalEntry Entry, NewEntry Wanted);

/// <summary>What became of a draft.</summary>
/// <param name="File">The incident after it.</param>
/// <param name="LastWritten">Whether the last entry was written; false when it was not wanted any more, or there was none.</param>
/// <param name="AnnounceKeys">The keys under which outboxes were announced: drain the partition, then retire them.</param>
public sealed record DraftResult(IncidentFile File, bool LastWritten, IReadOnlyList<string> AnnounceKeys);

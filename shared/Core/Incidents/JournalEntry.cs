using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Core.Incidents;

/// <summary>
/// One line of an incident's journal: timeline for people, fact for the interpreter, link of the audit chain.
/// Append-only; the key makes a redelivered activity write nothing twice.
/// </summary>
/// <param name="Sequence">1 for the first entry; without gaps.</param>
/// <param name="Key">Unique in the incident, for example <c>plan:scale-out:1</c>.</param>
/// <param name="At">When it was written.</param>
/// <param name="Actor">Who: <c>automation</c>, <c>system</c>, or a user.</param>
/// <param name="Text">One sentence for a person; plain text.</param>
/// <param name="Fact">What happened.</param>
/// <param name="Status">Status of the incident after this entry.</param>
/// <param name="PreviousHash">Hash of the entry before, or 64 zeros.</param>
/// <param name="Hash">SHA-256 over the canonical JSON of the entry without this field, lower-case hex.</param>
public sealed record JournalEntry(
    int Sequence,
    string Key,
    DateTimeOffset At,
    string Actor,
    string Text,
    Fact Fact,
    IncidentStatus Status,
    string PreviousHash,
    string Hash);

/// <summary>What an activity wants to write: everything but the numbers and hashes that the journal adds.</summary>
/// <param name="Key">Unique in the incident; a second append with the same key writes nothing.</param>
/// <param name="Actor">Who.</param>
/// <param name="Text">One sentence for a person.</param>
/// <param name="Fact">What happened.</param>
/// <param name="Status">The status to move to, or null to stay.</param>
/// <param name="Outbox">Work that must follow the commit, by kind; drained after it and by the sweeper.</param>
/// <param name="Change">Other changes of the head (category, playbook, severity), or null.</param>
/// <param name="Pin">The playbook that the entry chooses, kept with the incident by the same commit; or null.</param>
public sealed record NewEntry(
    string Key,
    string Actor,
    string Text,
    Fact Fact,
    IncidentStatus? Status = null,
    IReadOnlyList<OutboxItem>? Outbox = null,
    Func<Incident, Incident>? Change = null,
    Playbooks.PinnedPlaybook? Pin = null);

/// <summary>Everything known about one incident, as read in one go.</summary>
/// <param name="Head">The head row.</param>
/// <param name="ETag">Version of the head row.</param>
/// <param name="Entries">The journal in order.</param>
/// <param name="Pinned">The playbook as pinned, or null.</param>
public sealed record IncidentFile(Incident Head, string ETag, IReadOnlyList<JournalEntry> Entries, Playbooks.PinnedPlaybook? Pinned)
{
    /// <summary>Whether the journal has an entry under this key.</summary>
    public bool Has(string key) => Entries.Any(e => string.Equals(e.Key, key, StringComparison.Ordinal));

    /// <summary>The facts in order.</summary>
    public IEnumerable<Fact> Facts => Entries.Select(e => e.Fact);

    /// <summary>The alerts that opened or joined it, firing and resolved, in the order in which they came.</summary>
    public IEnumerable<Alert> Alerts => Facts.Select(fact => fact switch
    {
        Fact.Opened opened => opened.Alert,
        Fact.AlertJoined joined => joined.Alert,
        _ => null,
    }).OfType<Alert>();
}

using Microsoft.Extensions.Time.Testing;
using OpsAutomation.Core.Audit;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Records;
using OpsAutomation.Testing.Records;

namespace OpsAutomation.Unit.Core.Incidents;

public sealed class JournalDraftTests
{
    private readonly InMemoryRecordStore _store = new();
    private readonly FakeTimeProvider _clock = new(Samples.Now);
    private readonly IncidentJournal _journal;
    private readonly string _id = Samples.Seed().Id;

    public JournalDraftTests() => _journal = new IncidentJournal(_store, new Outbox(_store, new DuePointers(_store, _clock)), _clock);

    [Fact]
    public async Task What_is_drafted_is_seen_in_the_draft_and_nowhere_else_until_it_is_committed()
    {
        var draft = await DraftAsync();

        Assert.True(draft.Add(_ => Note("a")));
        Assert.True(draft.Add(file => file.Has("a") ? Note("b") : null));
        Assert.False(draft.Add(_ => Note("a")));

        Assert.Equal(3, draft.File.Entries.Count);
        Assert.Single((await _journal.RequireAsync(_id)).Entries);
    }

    [Fact]
    public async Task Entries_of_a_draft_stand_in_one_commit_and_one_chain()
    {
        var draft = await DraftAsync();
        draft.Add(_ => Note("a"));
        draft.Add(_ => Note("b"));
        var commits = 0;
        _store.BeforeCommit = (partition, _) => Task.FromResult(commits += partition == IncidentRun.Partition(_id) ? 1 : 0);

        var result = await draft.CommitAsync();

        Assert.Equal(1, commits);
        Assert.True(result.LastWritten);
        var file = await new IncidentJournal(_store, new Outbox(_store, new DuePointers(_store, _clock)), _clock).RequireAsync(_id);
        Assert.Equal(["a", "b"], file.Entries.Skip(1).Select(e => e.Key));
        Assert.Equal(file.Head, result.File.Head);
        Assert.Equal(file.ETag, result.File.ETag);
        Assert.Null(AuditChain.Verify(file.Entries, file.Head));
    }

    [Fact]
    public async Task When_someone_else_wrote_first_each_entry_is_decided_again()
    {
        var draft = await DraftAsync();
        draft.Add(_ => Note("a"));
        draft.Add(file => file.Has("theirs") ? null : Note("only without theirs"));
        await _journal.AppendAsync(_id, _ => Note("theirs"));

        var result = await draft.CommitAsync();

        Assert.False(result.LastWritten);
        var file = await _journal.RequireAsync(_id);
        Assert.Equal(["theirs", "a"], file.Entries.Skip(1).Select(e => e.Key));
        Assert.Null(AuditChain.Verify(file.Entries, file.Head));
    }

    [Fact]
    public async Task A_draft_takes_as_many_entries_as_one_commit_may_hold()
    {
        var draft = await DraftAsync();
        for (var n = 0; !draft.IsFull; n++)
        {
            draft.Add(_ => Note($"n-{n}"));
        }

        Assert.Throws<InvalidOperationException>(() => draft.Add(_ => Note("one more")));

        Assert.True((await draft.CommitAsync()).LastWritten);
        Assert.Equal(IncidentJournal.MaxTogether + 1, (await _journal.RequireAsync(_id)).Entries.Count);
    }

    private static NewEntry Note(string key) => new(key, Actors.System, key, new Fact.Noted(key));

    private async Task<JournalDraft> DraftAsync()
    {
        await _journal.OpenAsync(Samples.Seed(), Samples.Opening());
        return await _journal.DraftAsync(_id);
    }
}

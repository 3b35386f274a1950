using Microsoft.Extensions.Time.Testing;
using OpsAutomation.Core.Audit;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Playbooks;
using OpsAutomation.Core.Records;
using OpsAutomation.Testing.Records;

namespace OpsAutomation.Unit.Core.Incidents;

public sealed class IncidentJournalTests
{
    private readonly InMemoryRecordStore _store = new();
    private readonly FakeTimeProvider _clock = new(Samples.Now);
    private readonly IncidentJournal _journal;
    private readonly Outbox _outbox;

    public IncidentJournalTests()
    {
        _outbox = new Outbox(_store, new DuePointers(_store, _clock));
        _journal = new IncidentJournal(_store, _outbox, _clock);
    }

    [Fact]
    public async Task Opening_twice_opens_once()
    {
        var first = await _journal.OpenAsync(Samples.Seed(), Samples.Opening());
        var second = await _journal.OpenAsync(Samples.Seed() with { Title = "other" }, Samples.Opening());

        Assert.True(first.Written);
        Assert.False(second.Written);
        Assert.Equal(first.File.Head, second.File.Head);
        Assert.Single(second.File.Entries);
        Assert.Equal(first.AnnounceKey, second.AnnounceKey);
    }

    [Fact]
    public async Task The_same_key_writes_once()
    {
        await _journal.OpenAsync(Samples.Seed(), Samples.Opening());
        var entry = new NewEntry("note", Actors.System, "x", new Fact.Noted("x"));

        Assert.True((await _journal.AppendAsync(Samples.IncidentId, _ => entry)).Written);
        var again = await _journal.AppendAsync(Samples.IncidentId, _ => entry);

        Assert.False(again.Written);
        Assert.Equal("note", again.AnnounceKey);
        Assert.Equal(2, again.File.Entries.Count);
    }

    [Fact]
    public async Task Sixty_four_writers_at_once_all_get_their_turn_and_the_chain_holds()
    {
        await _journal.OpenAsync(Samples.Seed(), Samples.Opening());

        var results = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => Task.Run(() =>
            _journal.AppendAsync(Samples.IncidentId, _ => new NewEntry($"n{i}", Actors.System, "x", new Fact.Noted($"{i}"))))));

        Assert.All(results, r => Assert.True(r.Written));
        var file = await _journal.ReadAsync(Samples.IncidentId);
        Assert.Equal(65, file!.Entries.Count);
        Assert.Null(AuditChain.Verify(file.Entries, file.Head));
    }

    [Fact]
    public async Task A_conflict_is_decided_again_on_what_the_other_wrote()
    {
        await _journal.OpenAsync(Samples.Seed(), Samples.Opening());
        var seen = new List<int>();
        var other = new IncidentJournal(_store, _outbox, _clock);

        var result = await _journal.AppendAsync(Samples.IncidentId, file =>
        {
            seen.Add(file.Entries.Count);
            if (seen.Count == 1)
            {
                other.AppendAsync(Samples.IncidentId, _ => new NewEntry("other", "ana", "x", new Fact.Noted("x"))).GetAwaiter().GetResult();
            }

            return file.Entries.Any(e => string.Equals(e.Key, "other", StringComparison.Ordinal)) ? null : new NewEntry("mine", "ben", "x", new Fact.Noted("x"));
        });

        Assert.Equal([1, 2], seen);
        Assert.False(result.Written);
    }

    [Fact]
    public async Task A_commit_whose_answer_was_lost_is_found_by_its_key_and_its_outbox_is_drained()
    {
        await _journal.OpenAsync(Samples.Seed(), Samples.Opening());
        _store.AfterCommit = (partition, _) => partition.StartsWith("incident-", StringComparison.Ordinal) ? throw new IOException("gone") : Task.CompletedTask;
        var entry = new NewEntry("clear", Actors.System, "x", new Fact.AllClear("a-1"));
        await Assert.ThrowsAsync<IOException>(() => _journal.AppendAsync(Samples.IncidentId, _ => entry));
        _store.AfterCommit = null;

        var again = await _journal.AppendAsync(Samples.IncidentId, _ => entry);
        var handled = new List<string>();
        await _outbox.DrainAsync(IncidentRun.Partition(Samples.IncidentId), (item, _) =>
        {
            handled.Add($"{item.Kind} {item.Body}");
            return Task.CompletedTask;
        });

        Assert.False(again.Written);
        Assert.Equal(
            [$$"""project {"incidentId":"{{Samples.IncidentId}}"}""", $$"""wake {"instanceId":"{{Samples.IncidentId}}-e1"}"""],
            handled);
    }

    [Fact]
    public async Task What_is_added_together_stands_in_order_once_with_one_wake_up_and_an_unbroken_chain()
    {
        await _journal.OpenAsync(Samples.Seed(), Samples.Opening());
        NewEntry Clear(int n) => new($"clear:{n}", Actors.System, "x", new Fact.AllClear($"a-{n}"), Change: head => head with { AlertCount = head.AlertCount + 1 });
        await _journal.AppendAsync(Samples.IncidentId, _ => Clear(3));

        var result = await _journal.AddAsync(Samples.IncidentId, [.. Enumerable.Range(1, 100).Select(Clear), Clear(1)]);

        var file = (await _journal.ReadAsync(Samples.IncidentId))!;
        Assert.Equal((99, 101, 101), (result.Written, file.Entries.Count, file.Head.AlertCount));
        Assert.Equal(Enumerable.Range(1, 100).Where(n => n != 3).Select(n => $"clear:{n}"), file.Entries.Skip(2).Select(e => e.Key));
        Assert.Null(AuditChain.Verify(file.Entries, file.Head));
        Assert.Single(_store.Rows(IncidentRun.Partition(Samples.IncidentId)), r => r.Row.StartsWith("out-wake", StringComparison.Ordinal));

        Assert.Equal(0, (await _journal.AddAsync(Samples.IncidentId, [Clear(1), Clear(2)])).Written);
        await Assert.ThrowsAsync<IncidentNotFoundException>(() => _journal.AddAsync("INC-none", [Clear(1)]));
    }

    [Fact]
    public async Task Adding_beside_others_loses_nothing()
    {
        await _journal.OpenAsync(Samples.Seed(), Samples.Opening());
        var other = new IncidentJournal(_store, _outbox, _clock);
        NewEntry Note(string key) => new(key, Actors.System, "x", new Fact.Noted("x"));

        await Task.WhenAll(Enumerable.Range(0, 20).Select(n => n % 2 == 0
            ? _journal.AddAsync(Samples.IncidentId, [Note($"a-{n}"), Note($"b-{n}")])
            : (Task)other.AppendAsync(Samples.IncidentId, _ => Note($"a-{n}"))));

        var file = await _journal.RequireAsync(Samples.IncidentId);
        Assert.Equal(31, file.Entries.Count);
        Assert.Null(AuditChain.Verify(file.Entries, file.Head));
    }

    [Fact]
    public async Task What_another_process_wrote_is_seen_and_what_was_read_before_is_not_read_again()
    {
        await _journal.OpenAsync(Samples.Seed(), Samples.Opening());
        var before = await _journal.RequireAsync(Samples.IncidentId);
        await new IncidentJournal(_store, _outbox, _clock).AppendAsync(Samples.IncidentId, _ => new NewEntry("n", Actors.System, "x", new Fact.Noted("x")));

        var after = await _journal.RequireAsync(Samples.IncidentId);

        Assert.Equal(["n"], after.Entries.Skip(before.Entries.Count).Select(e => e.Key));
        Assert.Same(before.Entries[0], after.Entries[0]);
        Assert.NotSame(before.Entries[0], (await _journal.ReadAsync(Samples.IncidentId))!.Entries[0]);
    }

    [Fact]
    public async Task An_item_written_again_while_it_is_drained_stays()
    {
        await _journal.OpenAsync(Samples.Seed(), Samples.Opening());
        var partition = IncidentRun.Partition(Samples.IncidentId);
        await _outbox.DrainAsync(partition, async (_, _) =>
            await _journal.AppendAsync(Samples.IncidentId, _ => new NewEntry("late", Actors.System, "x", new Fact.Noted("x"))));

        Assert.Contains(_store.Rows(partition), r => string.Equals(r.Row, "out-project", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_move_that_the_table_does_not_know_is_refused_with_from_and_to()
    {
        await _journal.OpenAsync(Samples.Seed(), Samples.Opening());

        var e = await Assert.ThrowsAsync<IncidentTransitionException>(() =>
            _journal.AppendAsync(Samples.IncidentId, _ => new NewEntry("x", "ana", "x", new Fact.Noted("x"), IncidentStatus.Verifying)));

        Assert.Equal((IncidentStatus.Open, IncidentStatus.Verifying), (e.From, e.To));
    }

    [Fact]
    public async Task Appending_to_an_incident_that_is_not_there_says_so() =>
        await Assert.ThrowsAsync<IncidentNotFoundException>(() => _journal.AppendAsync("INC-none", _ => null));

    [Fact]
    public async Task The_pinned_playbook_comes_back_with_the_incident()
    {
        await _journal.OpenAsync(Samples.Seed(), Samples.Opening());
        var pinned = Samples.Playbook(Autonomy.Auto, Risk.Low, Samples.Step(approval: Samples.Approval(), ttl: TimeSpan.FromHours(2)));
        await _journal.PinAsync(Samples.IncidentId, pinned);
        await _journal.PinAsync(Samples.IncidentId, pinned);
        var result = await _journal.AppendAsync(Samples.IncidentId, _ =>
            new NewEntry("classify", Actors.Automation, "x", new Fact.PlaybookChosen(pinned.Playbook.Name, "1.0.0", pinned.Hash, "x")));

        var read = result.File.Pinned!;
        Assert.Equal(OpsAutomation.Core.Playbooks.Planning.PlaybookHash.Of(read.Playbook), pinned.Hash);
    }

    [Fact]
    public void A_closed_incident_goes_nowhere() =>
        Assert.All(Enum.GetValues<IncidentStatus>().Where(s => s != IncidentStatus.Closed), s => Assert.False(IncidentTransitions.Allows(IncidentStatus.Closed, s)));

    [Fact]
    public void Row_keys_hold_nothing_that_a_table_forbids_and_stay_different()
    {
        string[] texts = ["undo/a", "undo-a", "guest#EXT#@x", "a?b", "ä", "=2F", new string('x', 300), new string('x', 301)];

        var keys = texts.Select(RowKey.Escape).ToList();

        Assert.Equal(keys.Count, keys.Distinct(StringComparer.Ordinal).Count());
        Assert.All(keys, k => Assert.DoesNotContain(k, c => c is '/' or '\\' or '#' or '?' || c > '~'));
    }
}

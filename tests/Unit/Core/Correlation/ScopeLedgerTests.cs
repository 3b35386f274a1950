using Microsoft.Extensions.Time.Testing;
using OpsAutomation.Core.Alerts.Sources;
using OpsAutomation.Core.Correlation;
using OpsAutomation.Core.Records;
using OpsAutomation.Testing.Records;

namespace OpsAutomation.Unit.Core.Correlation;

public sealed class ScopeLedgerTests
{
    private const string Scope = "svc-shop";
    private readonly FakeTimeProvider _clock = new(SomeAlert.Noon);
    private readonly InMemoryRecordStore _store = new();
    private readonly DuePointers _due;
    private readonly Outbox _outbox;
    private readonly ScopeLedger _ledger;

    public ScopeLedgerTests()
    {
        _due = new DuePointers(_store, _clock);
        _outbox = new Outbox(_store, _due);
        _ledger = new ScopeLedger(_store, _outbox, _clock, new Random(7));
    }

    [Fact]
    public async Task One_transaction_holds_inbox_state_disposition_and_outbox()
    {
        var result = await _ledger.ApplyAsync(Scope, [SomeAlert.Firing("al-1", "web", "shop")]);
        var incident = result.Alerts[0].Disposition.IncidentId;

        Assert.Equal(
            ["cur-al-1", "disp-al-1-0001", "head", "inbox-al-1", $"open-{incident}"],
            _store.Rows("scope-svc-shop").Select(r => r.Row).Where(r => !r.StartsWith("out-", StringComparison.Ordinal) && !r.StartsWith("fp-", StringComparison.Ordinal)));
        Assert.Equal(["open-incident", "index-alert"], (await DrainAsync()).Select(i => i.Kind));
        Assert.Single(await _ledger.ReadDispositionsAsync(Scope, "al-1"));
    }

    [Fact]
    public async Task A_redelivered_alert_keeps_its_disposition_and_writes_nothing()
    {
        var first = await _ledger.ApplyAsync(Scope, [SomeAlert.Firing("al-1", "web")]);
        var commits = _store.Commits;
        var again = await _ledger.ApplyAsync(Scope, [SomeAlert.Firing("al-1", "web"), SomeAlert.Firing("al-1", "web")]);

        Assert.Equal(first.Alerts[0].Disposition, Assert.Single(again.Alerts).Disposition);
        Assert.True(again.Alerts[0].Redelivered);
        Assert.Empty(again.OutboxKeys);
        Assert.Equal(commits, _store.Commits);
    }

    [Fact]
    public async Task Items_come_out_in_the_order_of_what_happened()
    {
        await _ledger.ApplyAsync(Scope, [SomeAlert.Firing("al-z", "web", "shop"), SomeAlert.Firing("al-a", "db", "shop")]);
        await _ledger.ApplyAsync(Scope, [SomeAlert.Resolved("al-0", "web", "shop", minute: 5), SomeAlert.Resolved("al-1", "db", "shop", minute: 5)]);
        Assert.Equal(
            ["open-incident", "alert-joined", "all-clear"],
            (await DrainAsync()).Select(i => i.Kind).Where(k => k != ScopeOutbox.IndexAlert));
    }

    [Fact]
    public async Task Twenty_new_alerts_are_decided_whole_though_their_rows_need_two_batches()
    {
        var alerts = Enumerable.Range(0, 20).Select(i => SomeAlert.Firing($"al-{i:D2}", $"vm-{i}")).ToArray();
        var result = await _ledger.ApplyAsync(Scope, alerts);

        Assert.Equal(alerts.Select(a => a.Id), result.Alerts.Select(a => a.Disposition.AlertId));
        Assert.All(result.Alerts, a => Assert.Equal(DispositionKind.Opened, a.Disposition.Kind));
        Assert.Equal(2, result.OutboxKeys.Count);
        await Assert.ThrowsAsync<ArgumentException>(() => _ledger.ApplyAsync(Scope, [.. alerts, SomeAlert.Firing("al-x")]));
    }

    [Fact]
    public async Task Two_writers_at_once_never_both_find_nothing_open()
    {
        // The other writer commits between our read and our commit, once.
        var other = new ScopeLedger(_store, _outbox, _clock, new Random(8));
        _store.BeforeCommit = async (partition, _) =>
        {
            if (partition == "scope-svc-shop")
            {
                _store.BeforeCommit = null;
                await other.ApplyAsync(Scope, [SomeAlert.Firing("al-2", "db", "shop")]);
            }
        };
        var result = await Run(_ledger.ApplyAsync(Scope, [SomeAlert.Firing("al-1", "web", "shop")]));

        Assert.Equal(DispositionKind.Merged, result.Alerts[0].Disposition.Kind);
        Assert.Single(await _ledger.ReadOpenAsync(Scope));
    }

    [Fact]
    public async Task Many_writers_at_once_open_one_incident_and_lose_nothing()
    {
        var writers = Enumerable.Range(0, 6).Select(i => Task.Run(async () =>
            await new ScopeLedger(_store, _outbox, _clock, new Random(i)).ApplyAsync(Scope, [SomeAlert.Firing($"al-{i}", $"vm-{i}", "shop")]))).ToArray();
        var results = await Run(Task.WhenAll(writers));

        Assert.Single(results, r => r.Alerts[0].Disposition.Kind == DispositionKind.Opened);
        Assert.Equal(6, Assert.Single(await _ledger.ReadOpenAsync(Scope)).AlertCount);
    }

    [Fact]
    public async Task Endless_conflicts_are_thrown_after_eight_retries()
    {
        var tries = 0;
        _store.BeforeCommit = (partition, _) =>
            partition.StartsWith("scope-", StringComparison.Ordinal) ? throw new RecordConflictException(partition, "head", $"try {++tries}") : Task.CompletedTask;
        await Assert.ThrowsAsync<RecordConflictException>(() => Run(_ledger.ApplyAsync(Scope, [SomeAlert.Firing("al-1")])));
        Assert.Equal(9, tries);
    }

    [Fact]
    public async Task The_pointer_stands_before_the_commit_and_a_lost_answer_loses_nothing()
    {
        _store.AfterCommit = (partition, _) => partition.StartsWith("scope-", StringComparison.Ordinal) ? throw new IOException("the process died") : Task.CompletedTask;
        await Assert.ThrowsAsync<IOException>(() => _ledger.ApplyAsync(Scope, [SomeAlert.Firing("al-1", "web")]));
        _store.AfterCommit = null;

        var pointer = Assert.Single(await PointersAsync());
        Assert.Equal(("outbox", "scope-svc-shop"), (pointer.Kind, pointer.Partition));
        Assert.True((await _ledger.ApplyAsync(Scope, [SomeAlert.Firing("al-1", "web")])).Alerts[0].Redelivered);
        Assert.Equal(2, (await DrainAsync()).Count);
    }

    [Fact]
    public async Task A_dead_letter_has_one_disposition_with_reason_and_guess()
    {
        var letter = new DeadLetter("schemaId", "The schema 'x' is not one that we know.", "azureMonitorCommonAlertSchema");
        var first = (await _ledger.DeadLetterAsync("al-1", letter)).Alerts[0];
        var again = (await _ledger.DeadLetterAsync("al-1", letter)).Alerts[0];

        Assert.Equal(DispositionKind.DeadLettered, first.Disposition.Kind);
        Assert.Contains("schemaId", first.Disposition.Reason, StringComparison.Ordinal);
        Assert.Contains("azureMonitorCommonAlertSchema", first.Disposition.Otherwise, StringComparison.Ordinal);
        Assert.Equal((first.Disposition, true), (again.Disposition, again.Redelivered));
        Assert.Equal(ScopeOutbox.IndexAlert, Assert.Single(await DrainAsync(ScopeKey.DeadLetter)).Kind);
    }

    [Fact]
    public async Task An_incident_is_not_closed_over_an_alert_that_its_run_has_not_seen()
    {
        var id = (await _ledger.ApplyAsync(Scope, [SomeAlert.Firing("al-1", "web", "shop"), SomeAlert.Firing("al-2", "db", "shop")])).Alerts[0].Disposition.IncidentId!;

        var refused = await _ledger.TryCloseAsync(Scope, id, seenAlertCount: 1);
        Assert.Equal((false, 2), (refused.Closed, refused.AlertCount));
        Assert.Equal(["al-2"], refused.Firing);

        Assert.True((await _ledger.TryCloseAsync(Scope, id, seenAlertCount: 2)).Closed);
        Assert.True((await _ledger.TryCloseAsync(Scope, id, seenAlertCount: 2)).Closed);
        Assert.Equal(DispositionKind.Opened, (await _ledger.ApplyAsync(Scope, [SomeAlert.Firing("al-3", "web", "shop", minute: 9)])).Alerts[0].Disposition.Kind);
    }

    [Fact]
    public async Task A_repeat_that_meets_the_close_is_not_swallowed_by_a_closed_incident()
    {
        var id = (await _ledger.ApplyAsync(Scope, [SomeAlert.Firing("al-1", "web", "shop")])).Alerts[0].Disposition.IncidentId!;
        _store.BeforeCommit = async (partition, _) =>
        {
            if (partition == "scope-svc-shop")
            {
                _store.BeforeCommit = null;
                await _ledger.TryCloseAsync(Scope, id, 1);
            }
        };
        Assert.Equal(DispositionKind.Opened, (await Run(_ledger.ApplyAsync(Scope, [SomeAlert.Firing("al-2", "web", "shop", minute: 1)]))).Alerts[0].Disposition.Kind);
    }

    // The only waits are on our own clock: turn it until the work is done.
    private async Task<T> Run<T>(Task<T> task)
    {
        while (!task.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Yield();
        }

        return await task;
    }

    private async Task<List<OutboxItem>> DrainAsync(string scope = Scope)
    {
        var items = new List<OutboxItem>();
        await _outbox.DrainAsync(ScopeKey.Partition(scope), (item, _) =>
        {
            items.Add(item);
            return Task.CompletedTask;
        });
        return items;
    }

    private async Task<List<DuePointer>> PointersAsync()
    {
        var found = new List<DuePointer>();
        await foreach (var pointer in _due.OlderThanAsync(TimeSpan.Zero))
        {
            found.Add(pointer);
        }

        return found;
    }
}

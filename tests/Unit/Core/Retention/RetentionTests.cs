using Microsoft.Extensions.Time.Testing;
using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Correlation;
using OpsAutomation.Core.Correlation.Recent;
using OpsAutomation.Core.Correlation.Rehoming;
using OpsAutomation.Core.Records;
using OpsAutomation.Core.Retention;
using OpsAutomation.Testing.Records;
using OpsAutomation.Unit.Core.Correlation;

namespace OpsAutomation.Unit.Core.Retention;

public sealed class RetentionTests
{
    private readonly InMemoryRecordStore _store = new();
    private readonly FakeTimeProvider _clock = new(SomeAlert.Noon);
    private readonly RecentAlerts _recent;
    private readonly RetentionPurge _purge;

    public RetentionTests() => (_recent, _purge) = (new RecentAlerts(_store), new RetentionPurge(_store, _clock));

    [Fact]
    public void A_partition_is_due_when_the_last_moment_of_its_time_has_been_kept_long_enough()
    {
        var rule = RetentionRule.Intake;
        var day = new DateTimeOffset(2026, 11, 24, 0, 0, 0, TimeSpan.Zero);

        Assert.Equal([day.AddDays(-32), day.AddDays(-31)], rule.Due(day.AddDays(-32), day.AddHours(23)));
        Assert.Equal(day.AddDays(-31).AddDays(-1), rule.Due(day.AddDays(-40), day.AddTicks(-1)).Last());
        Assert.Empty(rule.Due(day.AddDays(-30), day.AddHours(23)));
        Assert.Equal(8, rule.PartitionsOf(day).Count);
        Assert.Equal("intake-20261124-7", rule.PartitionsOf(day)[7]);
    }

    [Fact]
    public async Task What_is_old_goes_and_what_searches_and_previews_need_stays()
    {
        foreach (var days in new[] { 36, 35, 34, 31, 1, 0 })
        {
            await PutAsync($"al-{days}", days);
        }

        var result = await _purge.RunAsync(RetentionRule.All);

        Assert.Equal((1, true), (result.Deleted, result.Complete));
        Assert.Equal(5, _store.Partitions.Count(p => p.StartsWith("ix-alerts-", StringComparison.Ordinal)));
        _clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, (await _purge.RunAsync(RetentionRule.All)).Deleted);
    }

    [Fact]
    public async Task A_run_deletes_a_bounded_number_and_the_next_goes_on()
    {
        for (var i = 0; i < 450; i++)
        {
            await PutAsync($"al-{i}", 36);
        }

        var first = await _purge.RunAsync([RetentionRule.RecentAlerts], maxBatches: 2);
        var second = await _purge.RunAsync([RetentionRule.RecentAlerts], maxBatches: 3);

        Assert.Equal((200, false), (first.Deleted, first.Complete));
        Assert.Equal((250, true), (second.Deleted, second.Complete));
    }

    [Fact]
    public async Task A_system_that_was_off_for_months_catches_up_and_then_looks_at_one_hour_a_run()
    {
        await RunToEndAsync();
        await PutAsync("al-1", 0);
        _clock.Advance(TimeSpan.FromDays(100));

        Assert.Equal(1, await RunToEndAsync());
        var commits = _store.Commits;
        await _purge.RunAsync(RetentionRule.All);
        Assert.Equal(commits, _store.Commits);
    }

    [Fact]
    public async Task A_purge_that_dies_in_the_middle_is_done_by_the_next()
    {
        for (var i = 0; i < 250; i++)
        {
            await PutAsync($"al-{i}", 36);
        }

        var commits = 0;
        _store.BeforeCommit = (partition, _) => partition.StartsWith(RecentAlerts.PartitionPrefix, StringComparison.Ordinal) && commits++ == 1 ? throw new IOException("The disk is gone.") : Task.CompletedTask;
        await Assert.ThrowsAsync<IOException>(() => _purge.RunAsync(RetentionRule.All));
        _store.BeforeCommit = null;

        Assert.Equal(150, await RunToEndAsync());
    }

    private async Task<int> RunToEndAsync()
    {
        for (var deleted = 0; ;)
        {
            var result = await _purge.RunAsync(RetentionRule.All);
            deleted += result.Deleted;
            if (result.Complete)
            {
                return deleted;
            }
        }
    }

    [Fact]
    public async Task With_its_row_goes_all_that_its_scope_keeps_of_an_alert()
    {
        var ledger = Ledger();
        var old = SomeAlert.Firing("al-1", "web", "shop");
        var end = SomeAlert.Resolved("al-2", "web", "shop", minute: 1);
        var incident = (await ApplyAsync(ledger, old))[0].Disposition.IncidentId!;
        await ApplyAsync(ledger, end);
        Assert.True((await ledger.TryCloseAsync("svc-shop", incident, 1)).Closed);

        _clock.Advance(TimeSpan.FromDays(36));
        await ApplyAsync(ledger, SomeAlert.Firing("al-3", "web", "shop", minute: 36 * 24 * 60) with { ReceivedAt = _clock.GetUtcNow() });
        await _purge.RunAsync(RetentionRule.All);

        string[] left = [.. _store.Rows("scope-svc-shop").Select(r => r.Row).Where(r => r.Contains("al-", StringComparison.Ordinal) && !r.StartsWith("out-", StringComparison.Ordinal))];
        Assert.Equal(["cur-al-3", "disp-al-3-0001", "inbox-al-3"], left);
        Assert.Equal(["al-3"], _store.Rows(RecentAlerts.Places).Select(r => r.Row));
        Assert.Empty(_store.Rows("retention-kept"));
    }

    [Fact]
    public async Task What_is_open_keeps_its_alerts_until_it_is_closed()
    {
        var ledger = Ledger();
        var incident = (await ApplyAsync(ledger, SomeAlert.Firing("al-1", "web", "shop")))[0].Disposition.IncidentId!;
        _clock.Advance(TimeSpan.FromDays(36));
        await _purge.RunAsync(RetentionRule.All);
        Assert.Single(await ledger.ReadDispositionsAsync("svc-shop", "al-1"));
        Assert.Single(_store.Rows("retention-kept"));

        await ApplyAsync(ledger, SomeAlert.Resolved("al-2", "web", "shop", minute: 36 * 24 * 60) with { ReceivedAt = _clock.GetUtcNow() });
        Assert.True((await ledger.TryCloseAsync("svc-shop", incident, 1)).Closed);
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(1, (await _purge.RunAsync(RetentionRule.All)).Deleted);
        Assert.Empty(await ledger.ReadDispositionsAsync("svc-shop", "al-1"));
        Assert.Empty(_store.Rows("retention-kept"));
    }

    [Fact]
    public async Task A_round_over_the_scopes_comes_to_each_of_them()
    {
        var ledger = Ledger();
        var directory = new ScopeDirectory(_store);
        foreach (var service in (string[])["a", "b", "c", "d", "e"])
        {
            await ledger.ApplyAsync($"svc-{service}", [SomeAlert.Firing($"al-{service}", "web", service)]);
        }

        Assert.Equal(["svc-a", "svc-b"], await directory.NextOfRoundAsync(2));
        Assert.Equal(["svc-c", "svc-d"], await directory.NextOfRoundAsync(2));
        Assert.Equal(["svc-e"], await directory.NextOfRoundAsync(2));
        Assert.Equal(["svc-a", "svc-b"], await directory.NextOfRoundAsync(2));
    }

    private ScopeLedger Ledger() => new(_store, new Outbox(_store, new DuePointers(_store, _clock)), _clock, new Random(7));

    // Decides an alert, and writes the rows that follow.
    private async Task<IReadOnlyList<AppliedAlert>> ApplyAsync(ScopeLedger ledger, Alert alert)
    {
        var result = await ledger.ApplyAsync("svc-shop", [alert]);
        await _recent.PutAsync(RecentAlert.Of(alert, "svc-shop", result.Alerts[0].Disposition));
        await _store.CommitAsync(RecentAlerts.Places, [new RecordChange.Upsert(alert.Id, "{}")]);
        return result.Alerts;
    }

    private Task PutAsync(string id, int days)
    {
        var alert = SomeAlert.Firing(id, minute: -days * 1440);
        return _recent.PutAsync(RecentAlert.Of(alert, "s", new Disposition(id, DispositionKind.Opened, "r", "o", null, alert.ReceivedAt)));
    }
}

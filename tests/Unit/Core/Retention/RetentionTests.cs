using Microsoft.Extensions.Time.Testing;
using OpsAutomation.Core.Correlation;
using OpsAutomation.Core.Correlation.Recent;
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
        _store.BeforeCommit = (_, _) => commits++ == 1 ? throw new IOException("The disk is gone.") : Task.CompletedTask;
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

    private Task PutAsync(string id, int days)
    {
        var alert = SomeAlert.Firing(id, minute: -days * 1440);
        return _recent.PutAsync(RecentAlert.Of(alert, "s", new Disposition(id, DispositionKind.Opened, "r", "o", null, alert.ReceivedAt)));
    }
}

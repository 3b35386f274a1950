using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Playbooks;
using OpsAutomation.Core.Records;
using OpsAutomation.Unit.Core.Incidents;

namespace OpsAutomation.Unit.Functions;

/// <summary>Activities come at least once, late, and beside each other.</summary>
public sealed class DeliveredTwiceTests
{
    private readonly ActivityBench _bench = new();

    [Fact]
    public async Task Two_deliveries_of_a_start_at_the_same_time_send_once()
    {
        await _bench.OpenAsync();
        var start = await _bench.UntilAsync(c => c.Kind == CommandKind.Start);
        var inside = false;
        _bench.Store.BeforeCommit = async (_, changes) =>
        {
            // The second delivery runs from beginning to end while the first is about to mark that it sends.
            if (!inside && changes.Any(c => c is RecordChange.Insert { Body: var body } && body.Contains($"send:{start.Key}", StringComparison.Ordinal)))
            {
                inside = true;
                await _bench.DeliverAsync(start);
            }
        };

        await _bench.DeliverAsync(start);

        Assert.True(inside);
        Assert.Equal(1, _bench.ScaleOut.Sends);
    }

    [Fact]
    public async Task An_all_clear_between_the_decision_and_the_start_stops_it()
    {
        await _bench.OpenAsync();
        var start = await _bench.UntilAsync(c => c.Kind == CommandKind.Start);
        await _bench.Write(new NewEntry("clear:a-2", Actors.System, "Clear.", new Fact.AllClear("a-2")));

        Assert.False(await _bench.DeliverAsync(start));

        Assert.Equal(0, _bench.ScaleOut.Sends);
        Assert.DoesNotContain((await _bench.FileAsync()).Facts, f => f is Fact.Intended);
    }

    [Theory]
    [InlineData("the ReadOnly lock 'audit'", null)]
    [InlineData(null, "403")]
    public async Task What_was_locked_since_the_plan_or_cannot_be_read_any_more_is_not_sent(string? by, string? unreadable)
    {
        await _bench.OpenAsync();
        var start = await _bench.UntilAsync(c => c.Kind == CommandKind.Start);
        _bench.Protection = new ProtectionReading(by, unreadable);

        await _bench.DeliverAsync(start);

        Assert.Equal(0, _bench.ScaleOut.Sends);
        var failed = Assert.Single((await _bench.FileAsync()).Facts.OfType<Fact.StartFailed>());
        Assert.Equal(StartOutcome.Refused, failed.Outcome);
        Assert.Contains(by ?? "cannot be read: 403", failed.Reason, StringComparison.Ordinal);
        Assert.All(await _bench.Guardrails.LeasesAsync(), l => Assert.Null(l.OperationId));
    }

    [Fact]
    public async Task When_locks_cannot_be_read_for_now_it_is_tried_again()
    {
        await _bench.OpenAsync();
        var start = await _bench.UntilAsync(c => c.Kind == CommandKind.Start);
        _bench.Protection = new ProtectionReading(null, "429", MayPass: true, TimeSpan.FromSeconds(5));
        await _bench.DeliverAsync(start);
        Assert.Equal(StartOutcome.Throttled, Assert.Single((await _bench.FileAsync()).Facts.OfType<Fact.StartFailed>()).Outcome);

        _bench.Protection = ProtectionReading.Free;
        await _bench.UntilAsync(_ => _bench.ScaleOut.Sends > 0);

        Assert.Equal(1, _bench.ScaleOut.Sends);
    }

    [Fact]
    public async Task A_kill_switch_after_a_crash_while_sending_leaves_no_lease_behind()
    {
        await _bench.OpenAsync();
        var start = await _bench.UntilAsync(c => c.Kind == CommandKind.Start);
        _bench.ScaleOut.DiesSending = true;
        await Assert.ThrowsAsync<IOException>(() => _bench.DeliverAsync(start));
        _bench.ScaleOut.Adopts = AdoptOutcome.NoEffect;
        await _bench.Switch.SetAsync(true, "ana", "Stop everything.");

        var last = await _bench.UntilAsync(_ => false);

        Assert.Equal("wait:person", last.Key);
        Assert.Equal(0, _bench.ScaleOut.Sends);
        Assert.Empty(await _bench.Guardrails.LeasesAsync());
    }

    [Fact]
    public async Task A_reservation_that_was_made_and_not_recorded_is_given_back_when_a_person_has_it()
    {
        await _bench.OpenAsync();
        var reserve = await _bench.UntilAsync(c => c.Kind == CommandKind.Reserve);
        _bench.Store.BeforeCommit = (partition, _) => partition == IncidentRun.Partition(_bench.Id) ? throw new IOException("Full.") : Task.CompletedTask;
        await Assert.ThrowsAsync<IOException>(() => _bench.DeliverAsync(reserve));
        _bench.Store.BeforeCommit = null;
        Assert.Single(await _bench.Guardrails.LeasesAsync());

        await _bench.DeliverAsync(new Command(CommandKind.Escalate, "escalate:reserve", Reason: "It failed five times."));

        Assert.Empty(await _bench.Guardrails.LeasesAsync());
    }

    [Fact]
    public async Task A_lease_that_a_close_left_behind_is_given_back_by_the_reconciler()
    {
        await _bench.OpenAsync();
        var reserve = await _bench.UntilAsync(c => c.Kind == CommandKind.Reserve);
        _bench.Store.BeforeCommit = (partition, _) => partition == IncidentRun.Partition(_bench.Id) ? throw new IOException("Full.") : Task.CompletedTask;
        await Assert.ThrowsAsync<IOException>(() => _bench.DeliverAsync(reserve));
        _bench.Store.BeforeCommit = null;
        await _bench.Write(new NewEntry("closed", "ana", "Closed.", new Fact.Ended("By hand."), IncidentStatus.Closed));

        Assert.Equal(0, await _bench.Leases.ReconcileAsync(_bench.Client, CancellationToken.None));
        _bench.Clock.Advance(StrayLeases.After);
        Assert.Equal(1, await _bench.Leases.ReconcileAsync(_bench.Client, CancellationToken.None));

        Assert.Empty(await _bench.Guardrails.LeasesAsync());
        Assert.Contains((await _bench.FileAsync()).Entries, e => e.Key.StartsWith("stray-lease:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_lease_of_an_expiry_that_died_before_its_intent_is_given_back_and_one_with_an_operation_is_not()
    {
        await _bench.OpenAsync();
        var holder = IncidentRun.ExpiryId(_bench.Id, "scale-out");
        var request = new ReservationRequest(holder, "scale-out", [Samples.Resource], new PlaybookLimits(null, TimeSpan.FromSeconds(1), int.MaxValue)) { Purpose = ChangePurpose.GiveBack };
        var fence = (await _bench.Guardrails.ReserveAsync(request)).Fence!.Value;
        await _bench.Guardrails.MarkExecutingAsync(holder, fence, [Samples.Resource], "op", ExecutionTerms.Unknown with { Purpose = ChangePurpose.GiveBack });
        _bench.Clock.Advance(TimeSpan.FromDays(3));

        Assert.Equal(0, await _bench.Leases.ReconcileAsync(_bench.Client, CancellationToken.None));
        await _bench.Guardrails.MarkFinishedAsync(holder, "op");
        Assert.Equal(1, await _bench.Leases.ReconcileAsync(_bench.Client, CancellationToken.None));
        Assert.Empty(await _bench.Guardrails.LeasesAsync());
    }

    [Fact]
    public async Task A_late_delivery_of_a_reservation_takes_nothing()
    {
        await _bench.OpenAsync();
        var reserve = await _bench.UntilAsync(c => c.Kind == CommandKind.Reserve);
        await _bench.DeliverAsync(reserve);
        await _bench.Guardrails.ReleaseAsync(_bench.Id);

        Assert.False(await _bench.DeliverAsync(reserve));

        Assert.Empty(await _bench.Guardrails.LeasesAsync());
    }

    [Fact]
    public async Task What_was_protected_meanwhile_is_not_taken_back()
    {
        await _bench.OpenAsync(OnFailure.Undo);
        await _bench.UntilAsync(c => c.Kind == CommandKind.Poll);
        _bench.ScaleBack.ProtectedBy = "the tag protected: true";

        await _bench.UntilAsync(_ => false);

        Assert.Equal(0, _bench.ScaleBack.Sends);
        Assert.Equal(IncidentStatus.Failed, (await _bench.FileAsync()).Head.Status);
    }

    [Fact]
    public async Task A_change_that_failed_and_left_all_as_it_was_does_not_keep_the_others_from_being_taken_back()
    {
        await _bench.OpenAsync(OnFailure.Undo);
        await _bench.UntilAsync(c => c.Kind == CommandKind.Poll);
        _bench.ScaleOut.Ends = PollOutcome.Failed;
        _bench.ScaleBack.Planned = Samples.Plan(2, 2);

        var end = await _bench.UntilAsync(c => c.Kind == CommandKind.Escalate);

        Assert.Equal((nameof(IncidentStatus.Escalated), true), (end.Target, end.Reason.EndsWith("What was done has been taken back.", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_is_neither_as_before_nor_as_it_was_left_is_not_taken_back()
    {
        await _bench.OpenAsync(OnFailure.Undo);
        await _bench.UntilAsync(c => c.Kind == CommandKind.Poll);
        _bench.ScaleOut.Ends = PollOutcome.Failed;
        _bench.ScaleBack.Planned = Samples.Plan(3, 2);

        var end = await _bench.UntilAsync(c => c.Kind == CommandKind.Escalate);

        Assert.Equal((nameof(IncidentStatus.Failed), 0), (end.Target, _bench.ScaleBack.Sends));
        Assert.Contains("changed by someone else since: capacity is 3 and was left at 4", end.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_that_comes_late_does_not_begin_the_plan_that_another_has_taken_the_place_of()
    {
        await _bench.OpenAsync();
        var start = await _bench.UntilAsync(c => c.Kind == CommandKind.Start);
        var planned = false;
        _bench.Store.BeforeCommit = async (_, changes) =>
        {
            if (!planned && changes.Any(c => c is RecordChange.Insert { Body: var body } && body.Contains("intend:", StringComparison.Ordinal)))
            {
                planned = true;
                await _bench.Write(new NewEntry("plan:scale-out:2", Actors.Automation, "Again.", new Fact.Planned(start.StepId!, 2, Samples.Plan(3, 5), "another")));
                await _bench.Write(new NewEntry("signal:Before:scale-out:2", Actors.Automation, "Looked.", new Fact.SignalRead(start.StepId!, SignalPurpose.Before, SignalState.Firing, 1, "high")));
            }
        };

        Assert.False(await _bench.DeliverAsync(start));

        Assert.Equal((true, start.Key, 0), (planned, (await _bench.NextAsync()).Key, _bench.ScaleOut.Sends));
        await _bench.DeliverAsync(start);
        Assert.Equal("another", Assert.Single((await _bench.FileAsync()).Facts.OfType<Fact.Intended>()).PlanHash);
    }

    [Fact]
    public void An_undo_has_another_operation_id_than_a_step_of_that_name() =>
        Assert.NotEqual(IncidentRun.OperationId("INC-1", "undo/a", 1), IncidentRun.OperationId("INC-1", "undo-a", 1));
}

using Microsoft.Extensions.Time.Testing;
using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Guardrails.Holds;
using OpsAutomation.Core.Guardrails.Spending;
using OpsAutomation.Core.Playbooks;
using OpsAutomation.Core.Records;
using OpsAutomation.Testing.Records;

namespace OpsAutomation.Unit.Core.Guardrails;

/// <summary>A hold or the kill switch that comes between the last look and the mark of a send.</summary>
public sealed class PauseBarrierTests
{
    private static readonly PlaybookLimits Limits = new(6, TimeSpan.FromMinutes(15), 2);
    private readonly InMemoryRecordStore _store = new();
    private readonly FakeTimeProvider _clock = new(RuleFacts.Now);
    private readonly GuardrailLedger _ledger;
    private readonly HoldLedger _holds;

    public PauseBarrierTests()
    {
        _ledger = new GuardrailLedger(_store, _clock, new GuardrailSettings(5, TimeSpan.FromMinutes(5), "protected", ["true"]));
        _holds = new HoldLedger(_store, _clock);
    }

    [Fact]
    public async Task A_hold_that_was_said_to_stand_before_the_mark_was_written_keeps_the_send_back()
    {
        var fence = await Reserve();
        Meanwhile(async () => Assert.DoesNotContain("had begun", (await Hold()).Reason, StringComparison.Ordinal));

        var verdicts = await _ledger.MarkExecutingAsync("I1", fence, [RuleFacts.Vm], "op");

        Assert.Contains(verdicts, v => !v.Allowed && v.Rule == HoldRule.Name);
        Assert.Null(Assert.Single(await _ledger.LeasesAsync()).OperationId);
    }

    [Fact]
    public async Task So_does_the_kill_switch()
    {
        var fence = await Reserve();
        Meanwhile(() => new KillSwitch(_store, _clock).SetAsync(true, "ana", "Stop."));

        Assert.Contains(await _ledger.MarkExecutingAsync("I1", fence, [RuleFacts.Vm], "op"), v => !v.Allowed && v.Rule == KillSwitchRule.Name);
    }

    [Fact]
    public async Task A_hold_that_comes_after_the_mark_says_whose_change_has_begun()
    {
        var fence = await Reserve();
        Assert.All(await _ledger.MarkExecutingAsync("I1", fence, [RuleFacts.Vm], "op"), v => Assert.True(v.Allowed));

        Assert.Contains($"I1 had begun to change {RuleFacts.Vm} before", (await Hold()).Reason, StringComparison.Ordinal);
        Assert.Equal("op", Assert.Single(await _ledger.LeasesAsync()).OperationId);
    }

    [Fact]
    public async Task A_hold_that_comes_after_the_mark_keeps_back_every_request_that_has_not_left()
    {
        var fence = await Reserve();
        await _ledger.MarkExecutingAsync("I1", fence, [RuleFacts.Vm], "op");
        Assert.Null(await BeforeRequest(fence));

        await Hold();

        Assert.Equal((HoldRule.Name, VerdictKind.Refused), Of(await BeforeRequest(fence)));
        Assert.Null(await BeforeRequest(fence, purpose: ChangePurpose.PersonUndo));
    }

    [Fact]
    public async Task So_does_a_kill_switch_and_it_says_who_and_why()
    {
        var fence = await Reserve();
        await _ledger.MarkExecutingAsync("I1", fence, [RuleFacts.Vm], "op");

        await new KillSwitch(_store, _clock).SetAsync(true, "ana", "Stop.");

        var verdict = await BeforeRequest(fence);
        Assert.Equal((KillSwitchRule.Name, VerdictKind.Refused), Of(verdict));
        Assert.Contains("ana stopped all automation", verdict!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hold_on_something_else_keeps_nothing_back()
    {
        var fence = await Reserve();
        await _ledger.MarkExecutingAsync("I1", fence, [RuleFacts.Vm], "op");

        await _holds.PlaceAsync($"{RuleFacts.Vm}-other", RuleFacts.Now.AddHours(1), "ana", null);

        Assert.Null(await BeforeRequest(fence));
    }

    [Fact]
    public async Task A_pause_ends_with_the_operation_and_the_next_one_is_judged_anew()
    {
        var fence = await Reserve();
        await _ledger.MarkExecutingAsync("I1", fence, [RuleFacts.Vm], "op");
        await Hold();
        await _ledger.MarkFinishedAsync("I1", "op", OperationEnd.NoEffect);
        await _holds.ReleaseAsync(RuleFacts.Vm, "ana", null);

        Assert.All(await _ledger.MarkExecutingAsync("I1", fence, [RuleFacts.Vm], "op2"), v => Assert.True(v.Allowed));
        Assert.Null(await BeforeRequest(fence, "op2"));
    }

    [Fact]
    public async Task A_request_whose_lease_is_lost_or_marked_for_another_operation_does_not_leave()
    {
        var fence = await Reserve();
        await _ledger.MarkExecutingAsync("I1", fence, [RuleFacts.Vm], "op");

        Assert.Equal((ResourceLeaseRule.Name, VerdictKind.Refused), Of(await BeforeRequest(fence, "another")));
        Assert.Equal((ResourceLeaseRule.Name, VerdictKind.Refused), Of(await BeforeRequest(fence + 1)));
        await _ledger.MarkFinishedAsync("I1", "op");
        await _ledger.ReleaseAsync("I1");
        Assert.Equal((ResourceLeaseRule.Name, VerdictKind.Refused), Of(await BeforeRequest(fence)));
    }

    private Task<Verdict?> BeforeRequest(long fence, string operation = "op", ChangePurpose purpose = ChangePurpose.Step) =>
        _ledger.BeforeRequestAsync("I1", fence, RuleFacts.Vm, operation, purpose);

    private static (string?, VerdictKind?) Of(Verdict? verdict) => (verdict?.Rule, verdict?.Kind);

    private Task<HoldResult> Hold() => _holds.PlaceAsync(RuleFacts.Vm, RuleFacts.Now.AddHours(1), "ana", "Moving the disks.");

    private async Task<long> Reserve() =>
        (await _ledger.ReserveAsync(new ReservationRequest("I1", "s", [RuleFacts.Vm], Limits))).Fence!.Value;

    // The mark is decided and not yet written: then a person is quicker.
    private void Meanwhile(Func<Task> act) => _store.BeforeCommit = async (_, changes) =>
    {
        if (changes.OfType<RecordChange.Replace>().Any(c => c.Row.StartsWith("lease-", StringComparison.Ordinal)))
        {
            _store.BeforeCommit = null;
            await act();
        }
    };
}

using Microsoft.Extensions.Time.Testing;
using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Audit;
using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Guardrails.Breakers;
using OpsAutomation.Core.Guardrails.Settings;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Playbooks;
using OpsAutomation.Core.Playbooks.Planning;
using OpsAutomation.Core.Playbooks.Running;
using OpsAutomation.Testing.Records;
using OpsAutomation.Unit.Core.Incidents;

namespace OpsAutomation.Unit.Core.Guardrails;

/// <summary>A playbook that is called brings its own limits, and learns how its steps ended.</summary>
public sealed class CalledPlaybookTests
{
    private static readonly GuardrailSettings Lax = new(10, TimeSpan.FromMinutes(5), "protected", ["true"])
    {
        Breaker = new BreakerSettings(2, TimeSpan.FromHours(6), TimeSpan.FromHours(1)),
        RunsPerHour = new RunRates(9, 9, 1, 9),
    };

    private readonly InMemoryRecordStore _store = new();
    private readonly FakeTimeProvider _clock = new(RuleFacts.Now);

    [Theory]
    [InlineData(5, 3, 60, 2, 60, 2)]
    [InlineData(90, 1, 60, 2, 90, 1)]
    public void A_step_is_held_to_the_longest_cooldown_and_the_fewest_runs_of_all_playbooks_around_it(
        int callersMinutes, int callersRuns, int calledMinutes, int calledRuns, int minutes, int runs)
    {
        var step = StepInRun.Find(File(Limits(callersMinutes, callersRuns), Limits(calledMinutes, calledRuns)), "grow/scale-out")!;

        Assert.Equal((TimeSpan.FromMinutes(minutes), runs), (step.Limits.Cooldown, step.Limits.MaxRunsPerDay));
        Assert.Equal(["called"], step.Called);
    }

    [Fact]
    public async Task The_breaker_of_a_called_playbook_stops_its_steps_when_they_reserve_and_before_they_are_sent()
    {
        var fence = (await Ledger().ReserveAsync(Request("I1"))).Fence!.Value;
        await OpenAsync("called");

        Assert.Contains((await Ledger().ReserveAsync(Request("I2", "/other"))).Refusals, r => r.StartsWith("breaker: Playbook called is stopped", StringComparison.Ordinal));
        Assert.Contains((await Ledger().RecheckAsync("I1", fence, ["/vm"])).Refusals(), r => r.StartsWith("breaker: Playbook called is stopped", StringComparison.Ordinal));
        Assert.True((await Ledger().ReserveAsync(Request("I3", "/third") with { Playbook = "free", Called = [] })).Granted);
    }

    [Fact]
    public async Task A_half_open_breaker_of_a_called_playbook_lets_one_run_try_and_that_one_asks()
    {
        await OpenAsync("called");
        _clock.Advance(TimeSpan.FromHours(1));

        Assert.Single((await Ledger().ReserveAsync(Request("I1"))).Questions);
        Assert.Contains((await Ledger().ReserveAsync(Request("I2", "/other") with { Playbook = "another" })).Refusals, r => r.Contains("I1 is trying it", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_run_counts_for_the_runs_per_hour_of_every_playbook_that_acts_in_it()
    {
        await Ledger().ReserveAsync(Request("I1"));

        Assert.Contains((await Ledger().ReserveAsync(Request("I2", "/other") with { Playbook = "called", Called = [] })).Refusals, r => r.StartsWith("runs-per-hour: Playbook called", StringComparison.Ordinal));
        Assert.Contains((await Ledger().ReserveAsync(Request("I2", "/other") with { Playbook = "another" })).Refusals, r => r.StartsWith("runs-per-hour: Playbook called", StringComparison.Ordinal));
    }

    [Fact]
    public void How_its_steps_ended_is_told_to_the_breaker_of_a_called_playbook()
    {
        var operation = IncidentRun.OperationId(Samples.IncidentId, "grow/scale-out", 1);
        var file = File(
            Limits(5, 3),
            Limits(5, 3),
            new Fact.Reserved("grow/scale-out", 1, [Samples.Resource]),
            new Fact.Planned("grow/scale-out", 1, Samples.Plan(), "h"),
            new Fact.Intended("grow/scale-out", operation, Samples.Plan(), "h", 1),
            new Fact.Started("grow/scale-out", operation, null, null, null, false),
            new Fact.Polled("grow/scale-out", PollOutcome.Failed, "quota", null));

        Assert.Contains((BreakerKind.Playbook, "called", "failed"), RunOutcome.Of(file).Watched);
        Assert.Contains((BreakerKind.Playbook, "caller", "failed"), RunOutcome.Of(file).Watched);
        Assert.DoesNotContain(RunOutcome.Of(File(Limits(5, 3), Limits(5, 3), new Fact.Reserved("grow/scale-out", 1, [Samples.Resource]))).Watched, w => w.Name == "called");
    }

    [Fact]
    public void What_a_person_took_back_counts_as_undone_and_what_expired_does_not()
    {
        Assert.Contains((BreakerKind.Playbook, "caller", null), RunOutcome.Of(Done()).Watched);
        Assert.Contains((BreakerKind.Playbook, "caller", "undone"), RunOutcome.Of(Done(new Fact.Expiry("grow/scale-out", new Fact.Polled("grow/scale-out", PollOutcome.Succeeded, "back", null), 1))).Watched);
        Assert.Contains((BreakerKind.Action, "vmss.scale-out", "undone"), RunOutcome.Of(Done(new Fact.Expiry("grow/scale-out", new Fact.Polled("grow/scale-out", PollOutcome.Succeeded, "back", null), 1))).Watched);
        Assert.Contains((BreakerKind.Playbook, "caller", null), RunOutcome.Of(Done(new Fact.Expiry("grow/scale-out", new Fact.Polled("grow/scale-out", PollOutcome.Succeeded, "back", null)))).Watched);
    }

    private static IncidentFile Done(params Fact[] after)
    {
        var operation = IncidentRun.OperationId(Samples.IncidentId, "grow/scale-out", 1);
        return File(
            Limits(5, 3),
            Limits(5, 3),
            [
                new Fact.Reserved("grow/scale-out", 1, [Samples.Resource]),
                new Fact.Planned("grow/scale-out", 1, Samples.Plan(), "h"),
                new Fact.Intended("grow/scale-out", operation, Samples.Plan(), "h", 1),
                new Fact.Started("grow/scale-out", operation, null, null, null, false),
                new Fact.Polled("grow/scale-out", PollOutcome.Succeeded, "done", null),
                new Fact.SignalRead("grow/scale-out", SignalPurpose.Verify, SignalState.Healthy, 1, "fine"),
                .. after,
            ]);
    }

    private static PlaybookLimits Limits(int minutes, int runs) => new(6, TimeSpan.FromMinutes(minutes), runs);

    private static ReservationRequest Request(string incident, string resource = "/vm") =>
        new(incident, "s", [resource], Limits(5, 4)) { Playbook = "caller", Called = ["called"], Action = "vm.restart" };

    private static IncidentFile File(PlaybookLimits caller, PlaybookLimits called, params Fact[] facts)
    {
        var inner = Samples.Playbook(Autonomy.Auto, Risk.Low, Samples.Step()).Playbook with { Name = "called", Limits = called };
        var outer = Samples.Playbook(Autonomy.Auto, Risk.Low, new Step { Id = "grow", Calls = "called" }).Playbook with { Name = "caller", Limits = caller };
        var pinned = PlaybookHash.Pin(outer, [inner]);
        IEnumerable<Fact> all = [new Fact.Opened(Samples.Alert()), new Fact.PlaybookChosen("caller", "1", pinned.Hash, "fits"), .. facts];
        return new(Samples.Seed(), "1", [.. all.Select((f, i) => new JournalEntry(i + 1, $"k{i}", Samples.Now, "x", "x", f, IncidentStatus.Remediating, AuditChain.Origin, AuditChain.Origin))], pinned);
    }

    private GuardrailLedger Ledger() => new(_store, _clock, Lax);

    private async Task OpenAsync(string playbook)
    {
        foreach (var incident in new[] { "I7", "I8" })
        {
            await Ledger().ReportAsync(incident, new RunOutcome(playbook, true, "failed", new Dictionary<string, string?>(StringComparer.Ordinal)));
        }
    }
}

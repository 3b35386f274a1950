using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Cli.Rehearsing;

namespace OpsAutomation.Rehearsals;

/// <summary>The playbooks for virtual machines: a machine that hangs, and one that idles.</summary>
public sealed class Machines
{
    private const string Estate = "shop-batch";
    private const string Hangs = "vm-unavailable";
    private const string Idles = "vm-idle";

    public static TheoryData<string> Both { get; } = [Hangs, Idles];

    [Fact]
    public async Task A_machine_that_hangs_is_restarted_after_approval_and_the_incident_closes()
    {
        await using var shop = await Rehearsal.On(Estate);
        await shop.Fire(Hangs);
        await shop.Until(Rehearsal.Asks, "question");
        Assert.Empty(shop.Sent);
        await shop.Decide("ben", "approve");
        var incident = await shop.Until(IncidentStatus.Closed);

        Assert.EndsWith("/restart", Assert.Single(await shop.Azure.ChangesAsync()).Path, StringComparison.Ordinal);
        Assert.Contains(incident.Facts, f => f is Fact.SignalRead { Purpose: SignalPurpose.Verify, State: SignalState.Healthy });
        Assert.Empty(await shop.Part<GuardrailLedger>().LeasesAsync());
    }

    [Fact]
    public async Task An_idle_machine_is_deallocated_after_approval_and_a_person_confirms_since_a_machine_that_is_off_measures_nothing()
    {
        await using var shop = await Rehearsal.On(Estate);
        var incident = await ApprovedAsync(shop, Idles);

        Assert.EndsWith("/deallocate", Assert.Single(await shop.Azure.ChangesAsync()).Path, StringComparison.Ordinal);
        Assert.Equal("PowerState/deallocated", await shop.Azure.PowerAsync(RehearsedAzure.Batch));
        Assert.Contains(incident.Facts, f => f is Fact.Polled { Outcome: PollOutcome.Succeeded });
        Assert.Contains("Whether step deallocate helped cannot be told", Rehearsal.Story(incident), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_restart_that_does_not_help_is_a_persons_matter()
    {
        await using var shop = await Rehearsal.On(Estate);
        await shop.Azure.SetMetricAsync(RehearsedAzure.Batch, RehearsedAzure.Availability, 0);
        var incident = await ApprovedAsync(shop, Hangs);
        Assert.Contains("did not help", Rehearsal.Story(incident), StringComparison.Ordinal);
        Assert.Single(await shop.Azure.ChangesAsync());
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task An_operation_that_fails_on_Azure_is_a_persons_matter_and_leaves_the_machine_running(string sample)
    {
        await using var shop = await Rehearsal.On(Estate);
        await shop.Azure.FaultAsync(new { method = "POST", resource = RehearsedAzure.Batch, failOperation = new { code = "InternalExecutionError", message = "The host is ill." }, count = 1 });
        var incident = await ApprovedAsync(shop, sample);
        Assert.Contains("The host is ill.", Rehearsal.Story(incident), StringComparison.Ordinal);
        Assert.Equal("PowerState/running", await shop.Azure.PowerAsync(RehearsedAzure.Batch));
        Assert.Single(await shop.Azure.ChangesAsync());
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_change_whose_answer_was_lost_is_adopted_and_never_sent_twice(string sample)
    {
        await using var shop = await Rehearsal.On(Estate);
        await shop.Azure.FaultAsync(new { method = "POST", resource = RehearsedAzure.Batch, dropAfterEffect = true, count = 1 });
        await shop.Fire(sample);
        await shop.Until(Rehearsal.Asks, "question");
        await shop.Decide("ben", "approve");
        var incident = await shop.Until<Fact.Polled>();
        Assert.Contains(incident.Facts, f => f is Fact.Started { Adopted: true });
        Assert.Equal(0, Assert.Single(await shop.Azure.ChangesAsync()).Status);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_change_that_meets_another_operation_is_tried_again_when_Azure_asks(string sample)
    {
        await using var shop = await Rehearsal.On(Estate);
        await shop.Azure.FaultAsync(new { method = "POST", resource = RehearsedAzure.Batch, status = 409, code = "AnotherOperationInProgress", retryAfter = 40, count = 1 });
        await shop.Fire(sample);
        await shop.Until(Rehearsal.Asks, "question");
        await shop.Decide("ben", "approve");
        await shop.Until<Fact.Polled>();
        var calls = await shop.Azure.ChangesAsync();
        Assert.Equal([409, 202], calls.Select(c => c.Status));
        Assert.True(calls[1].At - calls[0].At >= TimeSpan.FromSeconds(40));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_locked_machine_is_left_to_people(string sample)
    {
        await using var shop = await Rehearsal.On(Estate);
        await shop.Azure.LockAsync(RehearsedAzure.Batch);
        await shop.Fire(sample);
        await RefusedAsync(shop, "protected by");
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_lock_that_was_set_after_the_approval_refuses_with_its_name(string sample)
    {
        await using var shop = await Rehearsal.On(Estate);
        shop.BeforeNextChange(() => shop.Azure.LockAsync(RehearsedAzure.Batch));
        var incident = await ApprovedAsync(shop, sample);
        Assert.Contains("the ReadOnly lock 'by-hand'", Rehearsal.Story(incident), StringComparison.Ordinal);
        Assert.Equal(409, Assert.Single(await shop.Azure.ChangesAsync()).Status);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_machine_that_somebody_stopped_is_left_as_it_is(string sample)
    {
        await using var shop = await Rehearsal.On(Estate);
        await shop.Azure.SetMetricAsync(RehearsedAzure.Batch, sample == Hangs ? RehearsedAzure.Availability : RehearsedAzure.Cpu, 0);
        await shop.Azure.PowerOffByHandAsync(RehearsedAzure.Batch);
        await shop.After(TimeSpan.FromMinutes(5));
        await shop.Fire(sample);
        await RefusedAsync(shop, "stopped");
    }

    [Fact]
    public async Task A_spot_machine_is_not_deallocated()
    {
        await using var shop = await Rehearsal.On(Estate);
        await shop.Azure.MakeSpotByHandAsync(RehearsedAzure.Batch);
        await shop.After(TimeSpan.FromMinutes(5));
        await shop.Fire(Idles);
        await RefusedAsync(shop, "spot machine");
    }

    private static async Task<IncidentFile> ApprovedAsync(Rehearsal shop, string sample)
    {
        await shop.Fire(sample);
        await shop.Until(Rehearsal.Asks, "question");
        await shop.Decide("ben", "approve");
        return await shop.Until(IncidentStatus.Escalated);
    }

    private static async Task RefusedAsync(Rehearsal shop, string because)
    {
        var incident = await shop.Until(IncidentStatus.Escalated);
        Assert.Contains(because, Rehearsal.Story(incident), StringComparison.Ordinal);
        Assert.DoesNotContain(incident.Facts, f => f is Fact.Intended or Fact.Asked);
        Assert.Empty(await shop.Azure.ChangesAsync());
    }
}

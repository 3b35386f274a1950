using OpsAutomation.Core.Incidents;
using OpsAutomation.Cli.Rehearsing;

namespace OpsAutomation.Rehearsals;

/// <summary>Faults on the one request that changes something.</summary>
public sealed class Writes
{
    [Theory]
    [MemberData(nameof(Playbooks.Both), MemberType = typeof(Playbooks))]
    public async Task A_throttled_change_waits_as_long_as_Azure_asks_and_is_then_sent_once(string sample)
    {
        await using var shop = await Rehearsal.On("shop");
        await shop.Azure.FaultAsync(new { method = Method(sample), resource = Playbooks.Resource(sample), status = 429, retryAfter = 40, count = 1 });
        await shop.Remedy(sample);
        var calls = await shop.Azure.ChangesAsync();
        Assert.Equal(2, calls.Count);
        Assert.Equal(429, calls[0].Status);
        Assert.InRange(calls[1].Status, 200, 202);
        Assert.True(calls[1].At - calls[0].At >= TimeSpan.FromSeconds(40));
    }

    [Fact]
    public async Task A_change_that_meets_an_unavailable_Azure_happens_once()
    {
        await using var shop = await Rehearsal.On("shop");
        await shop.Azure.FaultAsync(new { method = "PATCH", status = 503, count = 1 });
        await shop.Remedy(Playbooks.ScaleOut);
        Assert.Equal(4, await shop.Azure.CapacityAsync(RehearsedAzure.Web));
        Assert.Single(await shop.Azure.ChangesAsync(), c => c.Status is >= 200 and < 300);
    }

    [Theory]
    [MemberData(nameof(Playbooks.Both), MemberType = typeof(Playbooks))]
    public async Task A_change_whose_answer_was_lost_is_adopted_and_never_sent_twice(string sample)
    {
        await using var shop = await Rehearsal.On("shop");
        await shop.Azure.FaultAsync(new { method = Method(sample), resource = Playbooks.Resource(sample), dropAfterEffect = true, count = 1 });
        var incident = await shop.Remedy(sample);
        Assert.Equal(0, Assert.Single(await shop.Azure.ChangesAsync()).Status);
        Assert.Contains(incident.Facts, f => f is Fact.Started { Adopted: true });
        Assert.Equal(sample == Playbooks.ScaleOut ? 4 : 2, await shop.Azure.CapacityAsync(RehearsedAzure.Web));
    }

    [Fact]
    public async Task A_capacity_that_someone_changed_meanwhile_is_planned_again_from_where_it_is()
    {
        await using var shop = await Rehearsal.On("shop");
        await shop.Azure.SetMetricAsync(RehearsedAzure.Web, RehearsedAzure.Cpu, 95);
        shop.BeforeNextChange(() => shop.Azure.ScaleByHandAsync(RehearsedAzure.Web, 3));
        await shop.Fire(Playbooks.ScaleOut);
        await shop.Until<Fact.Started>();
        var calls = await shop.Azure.ChangesAsync();
        Assert.Equal(412, calls[0].Status);
        Assert.Equal(2, calls.Count);
        Assert.Equal(5, await shop.Azure.CapacityAsync(RehearsedAzure.Web));
    }

    [Theory]
    [MemberData(nameof(Playbooks.Both), MemberType = typeof(Playbooks))]
    public async Task A_change_that_is_denied_is_a_persons_matter(string sample)
    {
        await using var shop = await Rehearsal.On("shop");
        await shop.Azure.FaultAsync(new { method = Method(sample), resource = Playbooks.Resource(sample), status = 403 });
        await RefusedAsync(shop, sample, 403);
    }

    [Theory]
    [MemberData(nameof(Playbooks.Both), MemberType = typeof(Playbooks))]
    public async Task A_lock_that_was_set_after_the_plan_is_a_persons_matter(string sample)
    {
        await using var shop = await Rehearsal.On("shop");
        shop.BeforeNextChange(() => shop.Azure.LockAsync(Playbooks.Resource(sample)));
        await RefusedAsync(shop, sample, 409);
    }

    private static string Method(string sample) => sample == Playbooks.ScaleOut ? "PATCH" : "POST";

    private static async Task RefusedAsync(Rehearsal shop, string sample, int status)
    {
        await shop.Fire(sample);
        if (sample == Playbooks.Restart)
        {
            await shop.Until(Rehearsal.Asks, "question");
            await shop.Decide("ana", "approve");
        }

        await shop.Until(IncidentStatus.Escalated);
        var incident = await shop.Until<Fact.Released>();
        Assert.Equal(status, Assert.Single(await shop.Azure.ChangesAsync()).Status);
        Assert.Contains(incident.Facts, f => f is Fact.Notified { Notice: "Escalated", Delivered: true });
        Assert.Equal(2, await shop.Azure.CapacityAsync(RehearsedAzure.Web));
    }
}

using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Cli.Rehearsing;

namespace OpsAutomation.Rehearsals;

/// <summary>The signal is read again before acting and after; unknown is never taken for healthy, nor for firing.</summary>
public sealed class Signals
{
    [Fact]
    public async Task What_recovered_on_its_own_is_left_alone_and_closed()
    {
        await using var shop = await Rehearsal.On("shop");
        await shop.Azure.SetMetricAsync(RehearsedAzure.Web, RehearsedAzure.Cpu, 40);
        await shop.Fire(Playbooks.ScaleOut);
        var incident = await shop.Until(IncidentStatus.Closed);
        Assert.Empty(await shop.Azure.ChangesAsync());
        Assert.Contains("recovered on its own", Rehearsal.Story(incident), StringComparison.Ordinal);
        Assert.Empty(await shop.Part<GuardrailLedger>().LeasesAsync());
    }

    [Fact]
    public async Task What_recovered_while_a_person_thought_is_not_restarted_though_approved()
    {
        await using var shop = await Rehearsal.On("shop");
        await shop.Fire(Playbooks.Restart);
        await shop.Until(Rehearsal.Asks, "question");
        await shop.Azure.SetMetricAsync(RehearsedAzure.Checkout, RehearsedAzure.Errors, 0);
        await shop.Decide("ana", "approve");
        await shop.Until(IncidentStatus.Closed);
        Assert.Empty(await shop.Azure.ChangesAsync());
    }

    [Theory]
    [MemberData(nameof(Playbooks.Both), MemberType = typeof(Playbooks))]
    public async Task Metrics_that_cannot_be_read_before_acting_are_a_persons_matter(string sample)
    {
        await using var shop = await Rehearsal.On("shop");
        await shop.Azure.FailMetricsAsync();
        await UnknownAsync(shop, sample);
    }

    [Theory]
    [MemberData(nameof(Playbooks.Both), MemberType = typeof(Playbooks))]
    public async Task Stale_metrics_before_acting_are_a_persons_matter(string sample)
    {
        await using var shop = await Rehearsal.On("shop");
        await shop.After(TimeSpan.FromHours(1));
        await shop.Azure.FaultAsync(new { route = "*/providers/microsoft.insights/metrics", staleMinutes = 30 });
        await UnknownAsync(shop, sample);
    }

    [Fact]
    public async Task A_metric_without_values_before_acting_is_a_persons_matter()
    {
        await using var shop = await Rehearsal.On("shop-silent");
        await UnknownAsync(shop, Playbooks.ScaleOut);
    }

    [Theory]
    [MemberData(nameof(Playbooks.Both), MemberType = typeof(Playbooks))]
    public async Task When_nobody_can_tell_whether_it_helped_a_person_is_called_and_nothing_is_taken_back(string sample)
    {
        await using var shop = await Rehearsal.On("shop");
        await shop.Fire(sample);
        if (sample == Playbooks.Restart)
        {
            await shop.Until(Rehearsal.Asks, "question");
            await shop.Decide("ana", "approve");
        }

        shop.BeforeNextChange(shop.Azure.FailMetricsAsync);
        var incident = await shop.Until(IncidentStatus.Escalated);
        Assert.Contains("cannot be told", Rehearsal.Story(incident), StringComparison.Ordinal);
        Assert.Single(await shop.Azure.ChangesAsync());
        Assert.Equal(sample == Playbooks.ScaleOut ? 4 : 2, await shop.Azure.CapacityAsync(RehearsedAzure.Web));
    }

    private static async Task UnknownAsync(Rehearsal shop, string sample)
    {
        await shop.Fire(sample);
        if (sample == Playbooks.Restart)
        {
            await shop.Until(Rehearsal.Asks, "question");
            await shop.Decide("ana", "approve");
        }

        var incident = await shop.Until(IncidentStatus.Escalated);
        Assert.Contains(incident.Facts, f => f is Fact.SignalRead { Purpose: SignalPurpose.Before, State: SignalState.Unknown });
        Assert.Empty(await shop.Azure.ChangesAsync());
        await shop.Until(f => f.Facts.Any(x => x is Fact.Notified { Notice: "Escalated", Delivered: true }), "card");
    }
}

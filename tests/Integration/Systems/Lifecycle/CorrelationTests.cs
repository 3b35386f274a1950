using OpsAutomation.Core.Correlation;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Testing.Systems.Local;

namespace OpsAutomation.Integration.Systems.Lifecycle;

public sealed class CorrelationTests
{
    [Fact]
    public async Task A_resolution_alone_opens_nothing_and_starts_no_remediation()
    {
        await using var system = await LocalSystemDriver.StartAsync();
        var now = system.Clock.GetUtcNow();
        foreach (var alert in new[]
                 {
                     AzureAlerts.CpuHigh(now.AddMinutes(-10), condition: "Resolved", resolved: now),
                     AzureAlerts.CheckoutErrors(now.AddMinutes(-10), condition: "Resolved", resolved: now),
                 })
        {
            var disposition = await system.DispositionAsync(Assert.Single(await system.FireAsync(alert.ToJsonString())));
            Assert.Equal((DispositionKind.Resolved, null), (disposition.Kind, disposition.IncidentId));
        }

        await system.LetPassAsync(TimeSpan.FromMinutes(10));
        Assert.Empty(await system.IncidentsAsync());
        Assert.Empty(await system.ChangesAsync());
        Assert.Empty(await system.CardsAsync());
    }

    [Fact]
    public async Task A_firing_that_comes_after_its_own_resolution_opens_nothing()
    {
        await using var system = await LocalSystemDriver.StartAsync();
        var now = system.Clock.GetUtcNow();
        var fired = now.AddMinutes(-10);
        await system.DispositionAsync((await system.FireAsync(AzureAlerts.CpuHigh(fired, condition: "Resolved", resolved: now).ToJsonString()))[0]);

        var late = await system.DispositionAsync((await system.FireAsync(AzureAlerts.CpuHigh(fired).ToJsonString()))[0]);

        Assert.Equal((DispositionKind.Resolved, null), (late.Kind, late.IncidentId));
        Assert.Empty(await system.IncidentsAsync());
    }

    [Fact]
    public async Task Two_alerts_of_one_service_are_one_incident()
    {
        await using var system = await LocalSystemDriver.StartAsync();
        var now = system.Clock.GetUtcNow();

        var first = await system.DispositionAsync((await system.FireAsync(AzureAlerts.CheckoutErrors(now).ToJsonString()))[0]);
        var second = await system.DispositionAsync((await system.FireAsync(AzureAlerts.CpuHigh(now, AzureAlerts.Plan, "plan-cpu").ToJsonString()))[0]);

        Assert.Equal((DispositionKind.Opened, DispositionKind.Merged), (first.Kind, second.Kind));
        Assert.Equal(first.IncidentId, second.IncidentId);
        var file = await system.JournalAsync(first.IncidentId!, "both alerts", f => f.Head.AlertCount == 2);
        Assert.Single(file.Facts.OfType<Fact.AlertJoined>());
    }

    [Fact]
    public async Task Two_scale_sets_under_one_rule_are_two_conditions_and_two_incidents()
    {
        await using var system = await LocalSystemDriver.StartAsync();
        var alert = AzureAlerts.Metric(
            "cpu-high", [AzureAlerts.WebTier, AzureAlerts.Database], "Percentage CPU", "Microsoft.Compute/virtualMachineScaleSets", "80", "Average", 92, system.Clock.GetUtcNow());

        var ids = await system.FireAsync(alert.ToJsonString());
        Assert.Equal(2, ids.Count);
        var incidents = new[] { await system.IncidentOfAsync(ids[0]), await system.IncidentOfAsync(ids[1]) };

        Assert.NotEqual(incidents[0], incidents[1]);
        var opened = new List<Fact.Opened>();
        foreach (var id in incidents)
        {
            opened.Add((await system.JournalAsync(id, "its alert", f => f.Entries.Count > 0)).Facts.OfType<Fact.Opened>().Single());
        }

        Assert.NotEqual(opened[0].Alert.Fingerprint, opened[1].Alert.Fingerprint);
        Assert.Equal([AzureAlerts.WebTier.ToLowerInvariant(), AzureAlerts.Database.ToLowerInvariant()], opened.Select(o => o.Alert.Resource));
    }

    [Fact]
    public async Task What_no_rule_knows_goes_to_a_person_with_a_card()
    {
        await using var system = await LocalSystemDriver.StartAsync();
        var file = await system.StatusAsync(await system.IncidentOfAsync(await system.FireSampleAsync("unknown-signal")), IncidentStatus.Escalated);

        Assert.Single(file.Facts.OfType<Fact.NoPlaybook>());
        Assert.Contains(file.Head.Id, Assert.Single(await system.CardsAsync()).ToJsonString(), StringComparison.Ordinal);
        Assert.Empty(await system.ChangesAsync());
    }
}

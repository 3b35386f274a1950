using OpsAutomation.Core.Incidents;
using OpsAutomation.Testing.Systems.Local;

namespace OpsAutomation.Integration.Systems.Correlation;

/// <summary>When Service Health names the region, automation on single resources there stops at once.</summary>
public sealed class RegionOutageTests
{
    private const string TwoSteps = """
            ttl: 2h
            onFailure: undo
          - id: more
            action: vmss.scale-out
            with:
              add: 1
            verify:
              after: 2m
              every: 1m
              within: 15m
            timeout: 15m
            onFailure: undo
        """;

    [Fact]
    public async Task A_plan_that_waits_for_a_person_is_withdrawn_and_nothing_is_done()
    {
        using var catalog = InWestEurope();
        await using var system = await LocalSystemDriver.StartAsync(new SystemSetup { CatalogDirectory = catalog.Folder });
        var id = await system.IncidentOfAsync(await system.FireSampleAsync("checkout-errors"));
        await system.StatusAsync(id, IncidentStatus.AwaitingApproval);

        var outage = await system.IncidentOfAsync((await system.FireAsync(Outage))[0]);
        var file = await system.StatusAsync(id, IncidentStatus.Closed, IncidentStatus.Escalated);

        Assert.Equal(IncidentStatus.Closed, file.Head.Status);
        Assert.Equal(DecisionOutcome.Voided, Assert.Single(file.Facts.OfType<Fact.Decided>()).Outcome);
        Assert.True(Assert.Single(file.Facts.OfType<Fact.AllClear>()).Withdrawn);
        Assert.Empty(await system.ChangesAsync());
        await system.JournalAsync(outage, "the errors are noted", f => f.Facts.OfType<Fact.Noted>().Any());
        await system.StatusAsync(outage, IncidentStatus.Escalated);
    }

    [Fact]
    public async Task A_step_that_was_begun_is_finished_and_verified_and_the_next_is_not_begun()
    {
        using var catalog = InWestEurope();
        catalog.Replace("playbooks/scale-out-vmss.yaml", "    ttl: 2h\n    onFailure: undo", TwoSteps.Replace("\r", string.Empty, StringComparison.Ordinal));
        await using var system = await LocalSystemDriver.StartAsync(new SystemSetup { CatalogDirectory = catalog.Folder });
        var id = await system.IncidentOfAsync(await system.FireSampleAsync("cpu-high"));
        await system.JournalAsync(id, "the first step is begun", f => f.Facts.OfType<Fact.Started>().Any());

        await system.FireAsync(Outage);
        var file = await system.StatusAsync(id, IncidentStatus.Closed, IncidentStatus.Escalated, IncidentStatus.Failed);

        Assert.Equal("scale-out", Assert.Single(file.Facts.OfType<Fact.Started>()).StepId);
        Assert.Contains(file.Facts.OfType<Fact.SignalRead>(), r => r.Purpose == SignalPurpose.Verify);
        Assert.Contains(file.Facts.OfType<Fact.AllClear>(), c => c.Withdrawn);
        Assert.Single(await system.ChangesAsync());
    }

    [Fact]
    public async Task Without_an_outage_both_steps_are_done()
    {
        using var catalog = InWestEurope();
        catalog.Replace("playbooks/scale-out-vmss.yaml", "    ttl: 2h\n    onFailure: undo", TwoSteps.Replace("\r", string.Empty, StringComparison.Ordinal));
        await using var system = await LocalSystemDriver.StartAsync(new SystemSetup { CatalogDirectory = catalog.Folder });
        var id = await system.IncidentOfAsync(await system.FireSampleAsync("cpu-high"));

        var file = await system.StatusAsync(id, IncidentStatus.Closed, IncidentStatus.Escalated, IncidentStatus.Failed);

        Assert.Equal(["scale-out", "more"], file.Facts.OfType<Fact.Started>().Select(s => s.StepId));
    }

    private static CatalogCopy InWestEurope() => new CatalogCopy()
        .Replace("services.yaml", "dependencies: [shop-checkout, shop-db]", "dependencies: [shop-checkout, shop-db]\n    region: West Europe")
        .Replace("services.yaml", "configurationStores/appcs-shop\n", "configurationStores/appcs-shop\n    region: westeurope\n");

    private const string Outage = """
        {"schemaId":"azureMonitorCommonAlertSchema","data":{
          "essentials":{"alertId":"/subscriptions/11111111-1111-1111-1111-111111111111/providers/Microsoft.AlertsManagement/alerts/outage","alertRule":"azure-outage","severity":"Sev4",
            "signalType":"Activity Log","monitorCondition":"Fired","monitoringService":"ServiceHealth","alertTargetIDs":["/subscriptions/11111111-1111-1111-1111-111111111111"],
            "configurationItems":["item"],"originAlertId":"outage-origin","firedDateTime":"2026-11-24T08:58:00Z","description":"made for a test","essentialsVersion":"1.0","alertContextVersion":"1.0"},
          "alertContext":{"claims":null,"eventSource":2,"eventTimestamp":"2026-11-24T08:58:00Z","level":3,"operationName":"Microsoft.ServiceHealth/incident/action",
            "properties":{"title":"Compute is slow","service":"Compute","region":"Global","incidentType":"Incident","trackingId":"ABCD-123","stage":"Active",
              "impactedServices":"[{\"ServiceName\":\"Compute\",\"ImpactedRegions\":[{\"RegionName\":\"West Europe\"},{\"RegionName\":\"North Europe\"}]}]",
              "impactStartTime":"2026-11-24T08:50:00Z"},"status":"Active"}}}
        """;
}

using System.Globalization;
using System.Text;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Testing.Systems.Local;

namespace OpsAutomation.Integration.Systems.Correlation;

/// <summary>What surrounds an alert says what kind of trouble it is.</summary>
public sealed class SurroundedTests
{
    [Fact]
    public async Task Errors_soon_after_a_deployment_of_their_service_are_a_deploy_regression()
    {
        await using var system = await LocalSystemDriver.StartAsync();
        await system.DispositionAsync((await system.PostAlertAsync(Deployment(system.Clock.GetUtcNow()), source: "deployment")).Ids[0]);
        await system.LetPassAsync(TimeSpan.FromMinutes(5));

        var classified = await ClassifiedAsync(system, await system.IncidentOfAsync((await system.FireAsync(AzureAlerts.CheckoutErrors(system.Clock.GetUtcNow()).ToJsonString()))[0]));

        Assert.Equal("deploy-regression", classified.Category);
        Assert.Contains(classified.Evidence, e => e.Contains("5 min", StringComparison.Ordinal) || e.Contains("minutes", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_a_deployment_they_are_errors()
    {
        await using var system = await LocalSystemDriver.StartAsync();
        var classified = await ClassifiedAsync(system, await system.IncidentOfAsync(await system.FireSampleAsync("checkout-errors")));
        Assert.Equal("errors", classified.Category);
    }

    [Fact]
    public async Task Errors_long_after_an_incident_of_a_service_that_is_needed_are_a_failure_of_that()
    {
        await using var system = await LocalSystemDriver.StartAsync();
        await system.StatusAsync(
            await system.IncidentOfAsync((await system.FireAsync(AzureAlerts.CpuHigh(system.Clock.GetUtcNow(), AzureAlerts.Database).ToJsonString()))[0]), IncidentStatus.Escalated);
        await system.LetPassAsync(TimeSpan.FromMinutes(20));

        var classified = await ClassifiedAsync(system, await system.IncidentOfAsync((await system.FireAsync(AzureAlerts.CheckoutErrors(system.Clock.GetUtcNow()).ToJsonString()))[0]));

        Assert.Equal("dependency-failure", classified.Category);
    }

    [Fact]
    public async Task Errors_soon_after_it_belong_to_it_and_a_measure_of_a_resource_never_does()
    {
        await using var system = await LocalSystemDriver.StartAsync();
        var now = system.Clock.GetUtcNow();
        var cause = await system.IncidentOfAsync((await system.FireAsync(AzureAlerts.CpuHigh(now, AzureAlerts.Database).ToJsonString()))[0]);
        var errors = await system.IncidentOfAsync((await system.FireAsync(AzureAlerts.CheckoutErrors(now.AddMinutes(1)).ToJsonString()))[0]);
        var cpu = await system.IncidentOfAsync((await system.FireAsync(AzureAlerts.CpuHigh(now.AddMinutes(1)).ToJsonString()))[0]);

        Assert.Equal(cause, errors);
        Assert.NotEqual(cause, cpu);
        await system.JournalAsync(cause, "the errors are noted", f => f.Facts.OfType<Fact.Noted>().Any(n => n.What.Contains("checkout-5xx", StringComparison.Ordinal)));
    }

    private static async Task<Fact.Classified> ClassifiedAsync(LocalSystemDriver system, string incident) =>
        (await system.JournalAsync(incident, "its category", f => f.Facts.OfType<Fact.Classified>().Any())).Facts.OfType<Fact.Classified>().First();

    private static byte[] Deployment(DateTimeOffset at)
    {
        var time = at.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        return Encoding.UTF8.GetBytes($$$"""
            {"specversion":"1.0","id":"d-1","source":"/pipelines/shop","type":"OpsAutomation.Deployment.Recorded","time":"{{{time}}}","datacontenttype":"application/json",
             "data":{"service":"shop-checkout","environment":"production","outcome":"success","commit":"0a1b2c3d4e5f60718293a4b5c6d7e8f901234567","version":"1.42.0",
                     "actor":"ana@shop.test","repository":"shop/checkout","pipeline":"azd","startedAt":"{{{time}}}","finishedAt":"{{{time}}}"}}
            """);
    }
}

using System.Globalization;
using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Correlation;
using Xunit.Abstractions;

namespace OpsAutomation.Unit.Core.Correlation;

/// <summary>Thousands of alerts over 300 resources, as the catalogue is shipped: how many pages they cause, and what each costs.</summary>
public sealed class GreatStormTests(ITestOutputHelper output)
{
    private const int Resources = 300;

    private static int Alerts =>
        int.TryParse(Environment.GetEnvironmentVariable("OPS_STORM_ALERTS"), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0 ? count : 5_000;

    [Fact]
    public async Task Thousands_of_alerts_over_three_hundred_resources_page_some_twenty_times()
    {
        var estate = new Estate("""
            flapping: {changes: 6, within: 30m, calm: 15m}
            storm: {calm: 10m, limits: [{name: per-rule, by: [rule], openings: 20, within: 5m}, {name: tenant, openings: 40, within: 5m}]}
            """);
        var (rows, climate) = (0, 0);
        estate.Store.BeforeCommit = (partition, changes) =>
        {
            rows = Math.Max(rows, partition.StartsWith("scope-", StringComparison.Ordinal) ? changes.Count : 0);
            climate += partition.StartsWith("climate", StringComparison.Ordinal) ? 1 : 0;
            return Task.CompletedTask;
        };
        var (random, alerts) = (new Random(11), Alerts);
        for (var i = 0; i < alerts; i++)
        {
            var resource = random.Next(Resources);
            var now = estate.Clock.GetUtcNow();
            var alert = random.Next(5) == 0 ? SomeAlert.Resolved($"a-{i}", $"vm-{resource}", $"svc-{resource}") : SomeAlert.Firing($"a-{i}", $"vm-{resource}", $"svc-{resource}");
            await estate.ReceiveAsync(alert with { StartsAt = now, EndsAt = alert.Status == AlertStatus.Resolved ? now : null, ReceivedAt = now });
            estate.Clock.Advance(TimeSpan.FromSeconds(250) / alerts);
        }

        var pages = estate.Told.Count(t => t.Kind == ScopeOutbox.OpenIncident) + estate.Storms.Count;
        output.WriteLine($"{alerts} alerts over {Resources} resources: {pages} incidents, {estate.Storms.Count} of them storms; {climate} commits of the climate.");
        Assert.InRange(pages, 21, 60);
        Assert.InRange(rows, 1, 9);

        // Beginnings and ends of conditions are written there, repeats are not.
        Assert.InRange(climate, 1, alerts / 2);
    }
}

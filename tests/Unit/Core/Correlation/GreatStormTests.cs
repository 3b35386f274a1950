using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Correlation;

namespace OpsAutomation.Unit.Core.Correlation;

/// <summary>Thousands of alerts over 300 resources, as the catalogue is shipped: how many pages they cause, and what each costs.</summary>
public sealed class GreatStormTests
{
    private const int Resources = 300;
    private const int Alerts = 5_000;

    [Fact]
    public async Task Five_thousand_alerts_over_three_hundred_resources_page_some_twenty_times()
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
        var random = new Random(11);
        for (var i = 0; i < Alerts; i++)
        {
            var resource = random.Next(Resources);
            var now = estate.Clock.GetUtcNow();
            var alert = random.Next(5) == 0 ? SomeAlert.Resolved($"a-{i}", $"vm-{resource}", $"svc-{resource}") : SomeAlert.Firing($"a-{i}", $"vm-{resource}", $"svc-{resource}");
            await estate.ReceiveAsync(alert with { StartsAt = now, EndsAt = alert.Status == AlertStatus.Resolved ? now : null, ReceivedAt = now });
            estate.Clock.Advance(TimeSpan.FromMilliseconds(50));
        }

        var pages = estate.Told.Count(t => t.Kind == ScopeOutbox.OpenIncident) + estate.Storms.Count;
        Assert.InRange(pages, 21, 60);
        Assert.InRange(rows, 1, 9);

        // Beginnings and ends of conditions are written there, repeats are not.
        Assert.InRange(climate, 1, Alerts / 2);
    }
}

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

    private const string Storms = """
        flapping: {changes: 6, within: 30m, calm: 15m}
        storm: {calm: 10m, limits: [{name: per-rule, by: [rule], openings: 20, within: 5m}, {name: tenant, openings: 40, within: 5m}]}
        """;

    private const string CommonCause = """

        commonCause: {calm: 10m, serviceHealth: true, limits: [{name: service, by: [service], resources: 10, percent: 50, within: 5m}, {name: region, by: [region], resources: 30, percent: 50, within: 5m}, {name: fleet, resources: 50, percent: 60, within: 10m}]}
        topology: {hops: 2, lookBack: 15m, symptoms: [errors, latency, availability]}
        maxAge: 1h
        """;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Thousands_of_alerts_over_three_hundred_resources_page_some_twenty_times(bool commonCause)
    {
        var estate = new Estate(Storms + (commonCause ? CommonCause : string.Empty));
        var (rows, climate) = (0, 0);
        var counted = new Dictionary<string, int>(StringComparer.Ordinal);
        estate.Store.BeforeCommit = (partition, changes) =>
        {
            rows = Math.Max(rows, partition.StartsWith("scope-", StringComparison.Ordinal) ? changes.Count : 0);
            foreach (var change in changes.Where(c => partition == "climate"))
            {
                var kind = change.Row[..change.Row.IndexOf('~', StringComparison.Ordinal)];
                counted[kind] = counted.GetValueOrDefault(kind) + 1;
            }

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

        // However many limits there are, a condition that begins or ends changes one row for common causes.
        Assert.InRange(counted.GetValueOrDefault("firing"), commonCause ? Resources : 0, commonCause ? alerts / 2 : 0);

        // Beginnings and ends of conditions are written there, repeats are not; for common causes each is a row more.
        Assert.InRange(climate, 1, commonCause ? alerts : alerts / 2);
    }
}

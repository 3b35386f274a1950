using System.Text.Json.Nodes;
using OpsAutomation.Core.Correlation;
using OpsAutomation.Testing.Systems.Local;

namespace OpsAutomation.Integration.Systems.Intake;

/// <summary>The same events in another order, some of them twice, leave the same conditions open: through HTTP, the topic and the ledger on disk.</summary>
public sealed class AnyOrderTests
{
    // Few enough conditions to stay under the limits of a storm, whose openings depend on who comes first by design.
    private const int Rules = 3;
    private const int Events = 42;

    private static readonly string[] Targets = [AzureAlerts.WebTier, AzureAlerts.Database, AzureAlerts.Checkout];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_shuffled_and_repeated_delivery_ends_as_the_order_of_the_senders_times(int seed)
    {
        var events = Stream(new Random(seed)).ToArray();
        var shuffled = events.Concat(events.Take(seed * 5)).ToArray();
        new Random(seed).Shuffle(shuffled);

        // Few conditions, but most of the estate: a common cause would take them all, and who was first is not the question here.
        using var catalog = new CatalogCopy().Without("correlation.yaml", "commonCause");
        var inOrder = await EndOfAsync(events, new SystemSetup { CatalogDirectory = catalog.Folder });
        Assert.NotEmpty(inOrder);
        Assert.Equal(string.Join('\n', inOrder), string.Join('\n', await EndOfAsync(shuffled, new SystemSetup { CatalogDirectory = catalog.Folder, DuplicateDeliveries = 0.3, ReorderDeliveries = true })));
    }

    // For each condition a plausible life: it fires, fires again, ends, at a minute each.
    private static IEnumerable<Func<DateTimeOffset, JsonObject>> Stream(Random random)
    {
        var firedAt = new Dictionary<(string, int), int>();
        for (var i = 0; i < Events; i++)
        {
            var (target, rule, minute) = (Targets[random.Next(Targets.Length)], random.Next(Rules), i);
            var ends = firedAt.TryGetValue((target, rule), out var since) && random.Next(2) == 0;
            if (!ends)
            {
                firedAt[(target, rule)] = since = minute;
            }
            else
            {
                firedAt.Remove((target, rule));
            }

            yield return now => AzureAlerts.CpuHigh(
                now.AddMinutes(since - Events - 5), target, $"rule-{rule}", ends ? "Resolved" : "Fired", ends ? now.AddMinutes(minute - Events - 5) : null);
        }
    }

    private static async Task<string[]> EndOfAsync(IEnumerable<Func<DateTimeOffset, JsonObject>> events, SystemSetup setup)
    {
        await using var system = await LocalSystemDriver.StartAsync(setup);
        var now = LocalSystemDriver.Morning;
        foreach (var body in events.Chunk(7))
        {
            foreach (var id in await system.FireAsync(new JsonArray([.. body.Select(e => (JsonNode)e(now))]).ToJsonString()))
            {
                await system.DispositionAsync(id);
            }
        }

        await system.IdleAsync();
        var open = new List<string>();
        foreach (var scope in new[] { "svc-shop-web", "svc-shop-db", "svc-shop-checkout" })
        {
            var incidents = await system.Service<ScopeLedger>().ReadOpenAsync(scope);
            open.AddRange(incidents.SelectMany(i => i.Firing).Where(f => f.Value.EndedBy is null).Select(f => $"{scope} {f.Key}"));
        }

        return [.. open.Order(StringComparer.Ordinal)];
    }
}

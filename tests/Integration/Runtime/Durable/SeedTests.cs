namespace OpsAutomation.Integration.Runtime.Durable;

public sealed class SeedTests
{
    [Fact]
    public async Task The_same_seed_gives_the_same_order_and_other_seeds_give_others()
    {
        var orders = new List<string>();
        foreach (var seed in new[] { 1, 1, 2, 3 })
        {
            orders.Add(await OrderAsync(seed));
        }

        Assert.Equal(orders[0], orders[1]);
        Assert.NotEqual(orders[0], orders[2]);
        Assert.NotEqual(orders[2], orders[3]);
    }

    private static async Task<string> OrderAsync(int seed)
    {
        var catalog = new TestCatalog()
            .Activity<int, int>("Work", n => n)
            .Orchestrator("Fan", context => Task.WhenAll(Enumerable.Range(0, 12).Select(n => context.CallActivityAsync<int>("Work", n))));
        await using var rig = await EngineRig.StartAsync(catalog, seed: seed);
        await rig.RunAsync("Fan");
        return string.Join(' ', catalog.Calls);
    }
}

namespace OpsAutomation.Integration.Runtime.Durable;

public sealed class EventTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public async Task The_newest_waiter_is_served_first(int warm)
    {
        var catalog = new TestCatalog().Orchestrator("Two", async context =>
        {
            var first = context.WaitForExternalEvent<string>("e");
            var second = context.WaitForExternalEvent<string>("E");
            await Task.WhenAll(first, second);
            return $"first got {first.Result}, second got {second.Result}";
        });
        await using var rig = await EngineRig.StartAsync(catalog, warm);
        await rig.BeginAsync("Two");
        await rig.QuietAsync();

        await rig.Client.RaiseEventAsync("one", "e", "a");
        await rig.QuietAsync();
        await rig.Client.RaiseEventAsync("one", "e", "b");

        Assert.Equal("first got b, second got a", (await rig.EndAsync("one")).ReadOutputAs<string>());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public async Task Events_that_nobody_waits_for_yet_are_taken_in_the_order_of_arrival(int warm)
    {
        var catalog = new TestCatalog().Orchestrator("Queue", async context =>
        {
            await context.WaitForExternalEvent<string>("open");
            return await context.WaitForExternalEvent<string>("item")
                + await context.WaitForExternalEvent<string>("item")
                + await context.WaitForExternalEvent<string>("item");
        });
        await using var rig = await EngineRig.StartAsync(catalog, warm);
        await rig.BeginAsync("Queue");
        foreach (var item in new[] { "a", "b", "c" })
        {
            await rig.Client.RaiseEventAsync("one", "item", item);
            await rig.QuietAsync();
        }

        await rig.Client.RaiseEventAsync("one", "open", "");

        Assert.Equal("abc", (await rig.EndAsync("one")).ReadOutputAs<string>());
    }

    [Theory]
    [InlineData(0, true, "abcd")]
    [InlineData(100, true, "abcd")]
    [InlineData(100, false, "bd")]
    public async Task Continue_as_new_keeps_or_drops_events_that_were_not_taken(int warm, bool keep, string expected)
    {
        var catalog = new TestCatalog().Orchestrator("Renew", async context =>
        {
            if (context.GetInput<string>() is null)
            {
                await context.WaitForExternalEvent<string>("renew");
                context.ContinueAsNew("again", keep);
                return "";
            }

            var all = "";
            while (await context.WaitForExternalEvent<string>("item") is { } item)
            {
                all += item;
                if (item == "d")
                {
                    break;
                }
            }

            return all;
        });
        await using var rig = await EngineRig.StartAsync(catalog, warm);
        await rig.BeginAsync("Renew");
        if (keep)
        {
            await rig.Client.RaiseEventAsync("one", "item", "a");
            await rig.QuietAsync();
            await rig.Client.RaiseEventAsync("one", "item", "b");
            await rig.Client.RaiseEventAsync("one", "renew");
            await rig.Client.RaiseEventAsync("one", "item", "c");
        }
        else
        {
            await rig.Client.RaiseEventAsync("one", "item", "a");
            await rig.Client.RaiseEventAsync("one", "renew");
            await rig.QuietAsync();
            await rig.Client.RaiseEventAsync("one", "item", "b");
        }

        await rig.Client.RaiseEventAsync("one", "item", "d");

        Assert.Equal(expected, (await rig.EndAsync("one")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Two_types_for_one_event_are_refused()
    {
        var catalog = new TestCatalog().Orchestrator("Types", async context =>
        {
            _ = context.WaitForExternalEvent<string>("e");
            await context.WaitForExternalEvent<int>("e");
        });
        await using var rig = await EngineRig.StartAsync(catalog);

        Assert.Equal("System.ArgumentException", (await rig.RunAsync("Types")).FailureDetails!.ErrorType);
    }

    [Fact]
    public async Task One_orchestration_can_send_an_event_to_another()
    {
        var catalog = new TestCatalog()
            .Orchestrator("Hear", context => context.WaitForExternalEvent<string>("word"))
            .Orchestrator("Tell", context =>
            {
                context.SendEvent("ear", "word", "psst");
                context.SendEvent("nobody", "word", "lost");
                return Task.CompletedTask;
            });
        await using var rig = await EngineRig.StartAsync(catalog);
        await rig.BeginAsync("Hear", id: "ear");
        await rig.QuietAsync();

        await rig.RunAsync("Tell");

        Assert.Equal("psst", (await rig.EndAsync("ear")).ReadOutputAs<string>());
    }
}

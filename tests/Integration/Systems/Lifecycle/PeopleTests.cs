using System.Text.Json.Nodes;
using OpsAutomation.Core.Correlation;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Testing.Systems.Local;

namespace OpsAutomation.Integration.Systems.Lifecycle;

public sealed class PeopleTests
{
    [Fact]
    public async Task What_was_handed_to_a_person_a_person_closes_and_it_swallows_nothing_after()
    {
        await using var system = await LocalSystemDriver.StartAsync();
        var id = await system.IncidentOfAsync(await system.FireSampleAsync("unknown-signal"));
        await system.StatusAsync(id, IncidentStatus.Escalated);

        var nameless = await system.PostAsync($"/api/incidents/{id}/close", new JsonObject { ["reason"] = "disk replaced" });
        var unexplained = await system.PostAsync($"/api/incidents/{id}/close", new JsonObject { ["user"] = "ben" });
        var closed = await system.PostAsync($"/api/incidents/{id}/close", new JsonObject { ["user"] = "ben", ["reason"] = "disk replaced" });
        var again = await system.PostAsync($"/api/incidents/{id}/close", new JsonObject { ["user"] = "ana", ["reason"] = "me too" });

        Assert.Equal((401, 400, 200, 200), (nameless.Status, unexplained.Status, closed.Status, again.Status));
        Assert.Equal((true, false), (closed.Json["recorded"]!.GetValue<bool>(), again.Json["recorded"]!.GetValue<bool>()));
        var file = await system.IncidentAsync(id);
        Assert.Equal((IncidentStatus.Closed, "disk replaced"), (file.Head.Status, file.Head.Outcome));
        Assert.Single(file.Facts.OfType<Fact.Ended>());

        await system.LetPassAsync(TimeSpan.FromMinutes(1));
        var next = await system.DispositionAsync(await system.FireSampleAsync("unknown-signal"));
        Assert.Equal(DispositionKind.Opened, next.Kind);
        Assert.NotEqual(id, next.IncidentId);
    }

    [Fact]
    public async Task The_kill_switch_stops_what_would_act_and_lets_it_go_on()
    {
        await using var system = await LocalSystemDriver.StartAsync();
        var on = await system.PostAsync("/api/kill-switch", new JsonObject { ["on"] = true, ["user"] = "maria", ["reason"] = "change freeze" });
        Assert.Equal(200, on.Status);
        Assert.True((await system.GetAsync("/api/kill-switch")).Json["on"]!.GetValue<bool>());

        var stopped = await system.StatusAsync(
            await system.IncidentOfAsync(await system.FireSampleAsync("cpu-high")), IncidentStatus.Escalated, IncidentStatus.Closed);
        Assert.Equal(IncidentStatus.Escalated, stopped.Head.Status);
        Assert.Empty(await system.ChangesAsync());

        Assert.Equal(400, (await system.PostAsync("/api/kill-switch", new JsonObject { ["on"] = false, ["user"] = "maria" })).Status);
        Assert.Equal(200, (await system.PostAsync("/api/kill-switch", new JsonObject { ["on"] = false, ["user"] = "maria", ["reason"] = "over" })).Status);
        Assert.False((await system.GetAsync("/api/kill-switch")).Json["on"]!.GetValue<bool>());
    }
}

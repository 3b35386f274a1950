using System.Text.Json.Nodes;
using OpsAutomation.Core.Correlation;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Telemetry.FireDrills;
using OpsAutomation.Testing.Systems.Local;

namespace OpsAutomation.Integration.Systems.People;

public sealed class FireDrillTests
{
    [Fact]
    public async Task A_drill_goes_the_whole_way_and_records_how_long_people_took()
    {
        await using var system = await LocalSystemDriver.StartAsync();
        Assert.Equal(404, (await system.PostAsync("/api/drills/none", new JsonObject { ["user"] = "ana" })).Status);
        var run = await BeginAsync(system);
        Assert.Contains("\"DRILL, nothing is broken", (await system.CardsAsync())[^1].ToJsonString().Replace("\\u0022", "\"", StringComparison.Ordinal), StringComparison.Ordinal);

        await system.LetPassAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(200, (await PagedSystem.SubmitAsync(system, await PagedSystem.LinkAsync(system, "Drill: acknowledge"), ("user", "ana"))).Status);
        Assert.Equal(400, (await PagedSystem.SubmitAsync(system, await PagedSystem.LinkAsync(system, "Drill: approve"), ("user", "maria"))).Status);
        await system.LetPassAsync(TimeSpan.FromMinutes(3));
        Assert.Equal(200, (await PagedSystem.SubmitAsync(system, await PagedSystem.LinkAsync(system, "Drill: approve"), ("user", "ana"))).Status);

        run = await EndedAsync(system, run.Id);
        Assert.True(run.Passed, string.Join(" ", run.Problems));
        Assert.InRange(run.SecondsToDelivery!.Value, 0, 60);
        Assert.InRange(run.SecondsToAcknowledge!.Value, 100, 300);
        Assert.InRange(run.SecondsToDecision!.Value, 250, 600);
        Assert.NotNull(run.VerifiedAt);

        // No incident, no page, and nothing that a measure of incidents could count.
        Assert.Empty(await system.IncidentsAsync());
        Assert.Equal(DispositionKind.Suppressed, (await system.DispositionAsync(run.AlertId)).Kind);
    }

    [Fact]
    public async Task One_that_nobody_answers_raises_an_incident_and_the_next_good_one_ends_it()
    {
        await using var system = await LocalSystemDriver.StartAsync();
        var run = await EndedAsync(system, (await BeginAsync(system)).Id);
        Assert.Equal(2, run.Problems.Count);

        var incident = await system.RunUntilAsync("the incident", async () => (await system.IncidentsAsync()).FirstOrDefault());
        Assert.Contains("The fire drill monthly-shop failed: Nobody acknowledged it", incident.Title, StringComparison.Ordinal);
        await system.StatusAsync(incident.Id, IncidentStatus.Escalated);

        var next = await BeginAsync(system);
        await PagedSystem.SubmitAsync(system, await PagedSystem.LinkAsync(system, "Drill: reject"), ("user", "ana"));
        Assert.True((await EndedAsync(system, next.Id)).Passed);
        await system.StatusAsync(incident.Id, IncidentStatus.Closed);
    }

    private static async Task<FireDrillRun> BeginAsync(LocalSystemDriver system)
    {
        var begun = await system.PostAsync("/api/drills/monthly-shop", new JsonObject { ["user"] = "maria" });
        Assert.Equal(200, begun.Status);
        var id = begun.Json["run"]!["id"]!.ToString();
        return await RunAsync(system, id, "told", run => run.ToldAt is not null);
    }

    private static Task<FireDrillRun> EndedAsync(LocalSystemDriver system, string id) => RunAsync(system, id, "over", run => run.EndedAt is not null);

    private static Task<FireDrillRun> RunAsync(LocalSystemDriver system, string id, string what, Func<FireDrillRun, bool> holds) =>
        system.RunUntilAsync(what, async () => await system.Service<FireDrillLedger>().ReadAsync(id) is var (run, _) && holds(run) ? run : null);
}

using System.Text.Json.Nodes;
using OpsAutomation.Testing.Systems.Processes;
using Xunit.Abstractions;

namespace OpsAutomation.EndToEnd.Kills;

/// <summary>The kill that matters most: between what Azure did and what we noted of it.</summary>
public sealed class ScaleOutKillTests(ITestOutputHelper output)
{
    private const int Planned = 4;

    // From the alert to the noted answer of Azure it takes a cold process about a second and a half on two busy cores.
    private const int WholeWayMs = 2500;

    [Theory]
    [MemberData(nameof(KillRounds.Seeds), MemberType = typeof(KillRounds))]
    public async Task A_kill_at_a_random_moment_around_the_send_scales_out_once(int seed)
    {
        var chance = new Random(seed);
        await using var ops = await OpsProcess.StartAsync();
        var incident = string.Empty;
        try
        {
            var alert = Assert.Single(await ops.Api.FireAsync(OpsApi.Sample("cpu-high")));
            output.WriteLine($"Seed {seed}: killed {await KillSometimeAsync(ops, alert, chance)}.");
            if (chance.Next(2) == 0)
            {
                // Once more, while it recovers.
                ops.Launch();
                var after = chance.Next(WholeWayMs);
                await Eventually.PauseAsync(TimeSpan.FromMilliseconds(after));
                await ops.KillAsync();
                output.WriteLine($"Killed again {after} ms after the start.");
            }

            await ops.RestartAsync();
            incident = await AcceptedIncidentAsync(ops, alert);
            await ScaledOutOnceAsync(ops, incident);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"Seed {seed}: {e.Message}\n{await JournalAsync(ops, incident)}\n{ops.Output}", e);
        }
    }

    [Fact]
    public async Task A_kill_after_Azure_did_it_and_before_anything_was_noted_scales_out_once()
    {
        await using var ops = await OpsProcess.StartAsync();

        // The PATCH is held until the second trap is set; then it is done, and its answer is lost.
        await ops.Sim.AddFaultAsync(new JsonObject { ["method"] = "PATCH", ["resource"] = SimApi.WebTier, ["delay"] = 10, ["dropAfterEffect"] = true, ["count"] = 1 });
        var alert = Assert.Single(await ops.Api.FireAsync(OpsApi.Sample("cpu-high")));
        var incident = await ops.Api.IncidentOfAsync(alert);
        await Eventually.BeAsync("Azure holds the PATCH", async () => await ops.Sim.StruckAsync() == 1);

        // The read that asks what became of it hangs, so nothing can be noted before the kill.
        await ops.Sim.AddFaultAsync(new JsonObject { ["method"] = "GET", ["route"] = SimApi.WebTier, ["delay"] = 10, ["count"] = 1 });
        await ops.Sim.AdvanceAsync(TimeSpan.FromSeconds(10));
        await Eventually.BeAsync("Azure has done it, and is asked about it", async () => await PatchesAsync(ops) is [0] && await ops.Sim.StruckAsync() == 2);
        var before = (await ops.Api.IncidentAsync(incident))!;
        await ops.KillAsync();

        Assert.Single(before.Facts("intended"));
        Assert.DoesNotContain(before.Keys, key => key.StartsWith("start:", StringComparison.Ordinal));
        await ops.RestartAsync();
        Assert.Equal(Planned, await ops.Sim.CapacityAsync(SimApi.WebTier));
        await ScaledOutOnceAsync(ops, incident);
        var started = Assert.Single((await ops.Api.IncidentAsync(incident))!.Facts("started"));
        Assert.True(started["adopted"]!.GetValue<bool>());
    }

    private static async Task ScaledOutOnceAsync(OpsProcess ops, string incident)
    {
        var story = await ops.RunUntilClosedAsync(incident);
        Assert.Equal(Planned, await ops.Sim.CapacityAsync(SimApi.WebTier));
        Assert.Equal($"{Planned}", story.Facts("planned").Last()["plan"]!["after"]!["capacity"]!.GetValue<string>());
        Assert.Single(story.Facts("started"));

        // 0 is a call that was done and whose answer was dropped; what Azure refused (4xx) changed nothing.
        Assert.Single(await PatchesAsync(ops), status => status is 0 or (>= 200 and < 300));
    }

    private static Task<IReadOnlyList<int>> PatchesAsync(OpsProcess ops) => ops.Sim.CallsAsync("PATCH", SimApi.WebTier);

    // An alert that was accepted has an incident, if not at once then when the sweeper has come round.
    private static Task<string> AcceptedIncidentAsync(OpsProcess ops, string alert) => Eventually.GetAsync(
        $"alert {alert} has an incident",
        async () =>
        {
            if (await ops.Api.AlertAsync(alert) is { } known)
            {
                return known["dispositions"]!.AsArray()[^1]!["incidentId"]!.GetValue<string>();
            }

            await ops.PassAsync(TimeSpan.FromSeconds(10));
            return null;
        },
        TimeSpan.FromMilliseconds(100));

    private static async Task<string> KillSometimeAsync(OpsProcess ops, string alert, Random chance)
    {
        var (moment, latest) = chance.Next(3) switch
        {
            0 => ("the alert was accepted", WholeWayMs),
            1 => ("the intent was written", 80),
            _ => ("Azure had the PATCH", 40),
        };
        var after = chance.Next(latest);
        if (moment == "the intent was written")
        {
            var incident = await ops.Api.IncidentOfAsync(alert);
            await Eventually.BeAsync(moment, async () => (await ops.Api.IncidentAsync(incident))!.Facts("intended").Any(), TimeSpan.FromMilliseconds(1));
        }
        else if (latest < WholeWayMs)
        {
            await Eventually.BeAsync(moment, async () => (await PatchesAsync(ops)).Count > 0, TimeSpan.FromMilliseconds(1));
        }

        await Eventually.PauseAsync(TimeSpan.FromMilliseconds(after));
        await ops.KillAsync();
        return $"{after} ms after {moment}";
    }

    private static async Task<string> JournalAsync(OpsProcess ops, string incident)
    {
        try
        {
            return (await ops.Api.IncidentAsync(incident))?.Journal ?? "There is no journal.";
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException)
        {
            return $"The journal cannot be read: {e.Message}";
        }
    }
}

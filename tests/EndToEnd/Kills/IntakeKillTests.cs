using System.Text.Json.Nodes;
using OpsAutomation.Testing.Systems.Processes;
using Xunit.Abstractions;

namespace OpsAutomation.EndToEnd.Kills;

public sealed class IntakeKillTests(ITestOutputHelper output)
{
    private const int Alerts = 20;
    private const int LatestMs = 40;
    private static readonly string[] Samples = ["cpu-high", "checkout-errors", "unknown-signal"];

    [Theory]
    [MemberData(nameof(KillRounds.Seeds), MemberType = typeof(KillRounds))]
    public async Task No_alert_that_was_accepted_before_a_kill_is_without_a_disposition(int seed)
    {
        var chance = new Random(seed);
        await using var ops = await OpsProcess.StartAsync();
        var killAfter = chance.Next(1, Alerts);
        var accepted = new List<string>();
        try
        {
            var kill = Task.CompletedTask;
            for (var number = 1; number <= Alerts; number++)
            {
                if (await FireAsync(ops, Alert(number)) is { } id)
                {
                    accepted.Add(id);
                }

                if (number == killAfter)
                {
                    // While the next ones are on their way; at once as often as not.
                    kill = KillAfterAsync(ops, TimeSpan.FromMilliseconds(Math.Max(0, chance.Next(-LatestMs, LatestMs))));
                }
            }

            await kill;
            output.WriteLine($"Seed {seed}: killed after alert {killAfter}; {accepted.Count} of {Alerts} were accepted.");
            Assert.True(accepted.Count >= killAfter);
            await ops.RestartAsync();
            var missing = await MissingAsync(ops, accepted);
            for (var step = 0; missing.Count > 0 && step < 40; step++)
            {
                await ops.PassAsync(TimeSpan.FromSeconds(10));
                missing = await MissingAsync(ops, missing);
            }

            Assert.Empty(missing);
            Assert.True(await ops.Api.IsHealthyAsync());
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"Seed {seed}, killed after alert {killAfter}: {e.Message}\n{ops.Output}", e);
        }
    }

    private static async Task KillAfterAsync(OpsProcess ops, TimeSpan time)
    {
        await Eventually.PauseAsync(time);
        await ops.KillAsync();
    }

    // Null: there was no answer, so the sender knows that it was perhaps not accepted, and would send again.
    private static async Task<string?> FireAsync(OpsProcess ops, string alert)
    {
        try
        {
            return Assert.Single(await ops.Api.FireAsync(alert));
        }
        catch (Exception e) when (e is HttpRequestException { StatusCode: null } or IOException or TaskCanceledException)
        {
            return null;
        }
    }

    private static async Task<List<string>> MissingAsync(OpsProcess ops, List<string> ids)
    {
        var missing = new List<string>();
        foreach (var id in ids)
        {
            if (await ops.Api.AlertAsync(id) is null)
            {
                missing.Add(id);
            }
        }

        return missing;
    }

    private static string Alert(int number)
    {
        var alert = JsonNode.Parse(OpsApi.Sample(Samples[number % Samples.Length]))!;
        var essentials = alert["data"]!["essentials"]!;
        essentials["alertRule"] = $"{essentials["alertRule"]}-{number}";
        essentials["alertId"] = $"{essentials["alertId"]}-{number}";
        return alert.ToJsonString();
    }
}

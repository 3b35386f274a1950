using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using OpsAutomation.Cli.Verbs;

namespace OpsAutomation.Cli.Bench;

/// <summary>
/// From the alert to the first action: alerts at a fixed rate, each about a resource of its own that a playbook may act on by
/// itself. Timed from when the request was due to the first call that changes the resource, by the simulated Azure's log.
/// </summary>
internal sealed class LatencyBench(IntakeBenchOptions options)
{
    private const double GoalP50 = 5;
    private const double GoalP99 = 25;
    private const double WarmUpRate = 20;
    private static readonly TimeSpan LongestDrain = TimeSpan.FromMinutes(2);

    /// <summary>Measures.</summary>
    public async Task<IReadOnlyList<BenchLine>> RunAsync(CancellationToken cancellationToken)
    {
        var alerts = (int)Math.Min(LatencyWorld.MaxActions, options.Rate * (options.WarmUp + options.Seconds));
        var thrownAway = (int)Math.Min(alerts * 0.4, options.Rate * options.WarmUp);
        using var world = new LatencyWorld(options.Catalog, alerts);
        await using var server = await OurServer.StartAsync(world.Catalog, world.Estate, cancellationToken);
        using var simulated = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{server.SimPort.ToString(CultureInfo.InvariantCulture)}") };

        // Code is compiled before the clock runs, at a rate that leaves the compiler its time; those operations end before, too.
        await LoadAsync(server, 0, thrownAway, Math.Min(options.Rate, WarmUpRate), cancellationToken);
        await server.UntilQuietAsync(LongestDrain, cancellationToken);

        // While nothing else is asked: a busy server answers this late.
        var ahead = await AheadAsync(simulated, cancellationToken);
        var used = server.Processor;
        var counted = server.Counters;
        var load = await LoadAsync(server, thrownAway, alerts - thrownAway, options.Rate, cancellationToken);
        var began = Stopwatch.GetTimestamp();
        var acted = await ActionsAsync(simulated, cancellationToken);
        while (acted.Count < alerts && Stopwatch.GetElapsedTime(began) < LongestDrain)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System, cancellationToken);
            acted = await ActionsAsync(simulated, cancellationToken);
        }

        // Everything that the server did for an alert up to now, simulated Azure, first polls and what was still to compile included.
        var (measured, inTime) = (alerts - thrownAway, acted.Keys.Count(n => n >= thrownAway));
        var processor = (server.Processor - used).TotalMilliseconds / Math.Max(1, inTime);
        await Task.Delay(CounterFile.Every * 2, TimeProvider.System, cancellationToken);
        var work = StoreWork.Lines(counted, server.Counters, Math.Max(1, inTime));
        var waits = acted.Where(a => a.Key >= thrownAway && a.Key < load.Sent.Count)
            .Select(a => TimeSpan.FromTicks(a.Value - ahead.Ticks - load.Sent[(int)a.Key]).TotalMilliseconds)
            .Order()
            .ToArray();
        if (waits.Length == 0)
        {
            throw new CliException($"Of {load.AcceptedInAll} accepted alerts none led to an action.");
        }

        var (p50, p99) = (At(waits, 0.5), At(waits, 0.99));
        var details = string.Create(
            CultureInfo.InvariantCulture,
            $"{options.Rate:0}/s, {inTime:N0} of {measured:N0} acted on; the answer to the sender p50 {load.P50:0.0}, p99 {load.P99:0.0} ms; {processor:0.0} ms of processor each");
        var all = inTime == measured;
        return
        [
            new BenchLine("alert to first action call, p50", p50, null, null, "ms", $"at most {GoalP50:0}", all && p50 <= GoalP50, details),
            new BenchLine("alert to first action call, p99", p99, null, null, "ms", $"at most {GoalP99:0}", all && p99 <= GoalP99, details),
            new BenchLine("processor for each alert", processor, null, null, "ms", null, null, "the whole server, intake, first polls and the simulated Azure included"),
            .. work,
        ];
    }

    private Task<LoadResult> LoadAsync(OurServer server, int first, int count, double rate, CancellationToken cancellationToken) => OwnProgram.LoadAsync(
        new LoadJob
        {
            Port = server.Port,
            Request = BenchAlerts.Ours(server.Key(), TimeProvider.System.GetUtcNow(), LatencyWorld.Resource),
            Connections = options.Connections,
            Seconds = count / rate,
            Count = count,
            First = first,
            Rate = rate,
            Groups = LatencyWorld.Subscriptions,
        },
        cancellationToken);

    private static double At(double[] sorted, double part) => sorted[(int)Math.Min(sorted.Length - 1, part * sorted.Length)];

    // How far the simulation's clock, which goes as fast as this machine's, is from it; half of the shortest way there and back is the mistake.
    private static async Task<TimeSpan> AheadAsync(HttpClient simulated, CancellationToken cancellationToken)
    {
        var best = (Trip: TimeSpan.MaxValue, Ahead: TimeSpan.Zero);
        for (var i = 0; i < 100; i++)
        {
            var (asked, began) = (TimeProvider.System.GetUtcNow(), Stopwatch.GetTimestamp());
            using var answer = JsonDocument.Parse(await simulated.GetStringAsync("/_sim/clock", cancellationToken));
            var trip = Stopwatch.GetElapsedTime(began);
            if (trip < best.Trip)
            {
                best = (trip, answer.RootElement.GetProperty("now").GetDateTimeOffset() - asked - (trip / 2));
            }
        }

        return best.Ahead;
    }

    private static async Task<Dictionary<long, long>> ActionsAsync(HttpClient simulated, CancellationToken cancellationToken)
    {
        var found = new Dictionary<long, long>();
        foreach (var method in new[] { "PATCH", "PUT" })
        {
            using var answer = JsonDocument.Parse(await simulated.GetStringAsync($"/_sim/calls?method={method}", cancellationToken));
            foreach (var call in answer.RootElement.GetProperty("calls").EnumerateArray())
            {
                var name = call.GetProperty("path").GetString()!.Split('/')[^1];
                if (long.TryParse(name.Split('-')[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                {
                    found.TryAdd(number, call.GetProperty("time").GetDateTimeOffset().UtcTicks);
                }
            }
        }

        return found;
    }
}

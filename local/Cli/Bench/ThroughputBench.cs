using System.Diagnostics;
using System.Globalization;

namespace OpsAutomation.Cli.Bench;

/// <summary>
/// Alerts accepted per second, ours and Alertmanager's in turn. Every run has a fresh process and a fresh folder, so that what
/// one leaves to do is not done while the other is measured.
/// </summary>
internal sealed class ThroughputBench(IntakeBenchOptions options)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);

    /// <summary>Alerts that all differ.</summary>
    public async Task<IReadOnlyList<BenchLine>> DistinctAsync(CancellationToken cancellationToken)
    {
        var runs = await PairsAsync(0, cancellationToken);
        var lost = runs.Sum(r => Math.Max(0, r.Accepted - r.Stored));
        return
        [
            BenchLine.Of("distinct alerts, accepted on disk", Ratios(runs), 1.0, Words(runs)),
            Processor("processor for each distinct alert", runs),
            new BenchLine("accepted and not on disk", lost, null, null, "alerts", "0", lost == 0, "ledger rows counted after each run"),
            new BenchLine("dispositions while accepting", BenchLine.Median(runs.Select(r => r.DispositionsPerSecond)), null, null, "/s", null, null, "what the background managed under full intake"),
        ];
    }

    /// <summary>The same hundred alerts again and again.</summary>
    public async Task<IReadOnlyList<BenchLine>> DuplicatesAsync(CancellationToken cancellationToken)
    {
        const int Different = 100;
        var runs = await PairsAsync(Different, cancellationToken);
        var extra = runs.Max(r => Math.Max(r.Stored - Different, r.MoreOrchestrations));
        return
        [
            BenchLine.Of("duplicates of 100 alerts", Ratios(runs), 2.0, Words(runs)),
            Processor("processor for each duplicate", runs),
            new BenchLine("orchestrations or rows that duplicates made", extra, null, null, "", "0", extra == 0, "counted on disk after each run"),
        ];
    }

    private static List<Pair> Ratios(IEnumerable<Run> runs) => [.. runs.Select(r => new Pair(r.Ours.PerSecond, r.Peer.PerSecond))];

    // A rate is the machine's as much as the program's; what a server used of the processors says more where others use them too.
    private static BenchLine Processor(string name, IReadOnlyCollection<Run> runs) => new(
        name,
        BenchLine.Median(runs.Select(r => r.ProcessorPerAlert)),
        null,
        null,
        "us",
        null,
        null,
        string.Create(CultureInfo.InvariantCulture, $"our server's, in the seconds that count; Alertmanager's {BenchLine.Median(runs.Select(r => r.PeersProcessorPerAlert)):0} us"));

    private static string Words(IReadOnlyCollection<Run> runs) => string.Create(
        CultureInfo.InvariantCulture,
        $"ours {BenchLine.Median(runs.Select(r => r.Ours.PerSecond)):N0}/s (p50 {BenchLine.Median(runs.Select(r => r.Ours.P50)):0.0}, p99 {BenchLine.Median(runs.Select(r => r.Ours.P99)):0.0} ms), "
        + $"Alertmanager {BenchLine.Median(runs.Select(r => r.Peer.PerSecond)):N0}/s (p50 {BenchLine.Median(runs.Select(r => r.Peer.P50)):0.0}, p99 {BenchLine.Median(runs.Select(r => r.Peer.P99)):0.0} ms)");

    private async Task<List<Run>> PairsAsync(int different, CancellationToken cancellationToken)
    {
        var runs = new List<Run>();
        for (var pair = 1; pair <= options.Pairs; pair++)
        {
            // The order alternates: whoever is second finds a warmer machine.
            var first = pair % 2 == 1;
            var peer = first ? default : await PeerAsync(different, cancellationToken);
            var run = await OursAsync(different, cancellationToken);
            peer = first ? await PeerAsync(different, cancellationToken) : peer;
            run = run with { Peer = peer.Result, PeersProcessorPerAlert = peer.Processor };
            runs.Add(run);
            options.Say(string.Create(
                CultureInfo.InvariantCulture,
                $"pair {pair} of {options.Pairs}: ours {run.Ours.PerSecond:N0}/s, {run.ProcessorPerAlert:0} us of processor each; Alertmanager {run.Peer.PerSecond:N0}/s; {run.PeersProcessorPerAlert:0} us; ratio {run.Ours.PerSecond / run.Peer.PerSecond:0.00}"));
        }

        return runs;
    }

    private async Task<Run> OursAsync(int different, CancellationToken cancellationToken)
    {
        await using var server = await OurServer.StartAsync(options.Catalog, null, cancellationToken);
        var request = BenchAlerts.Ours(server.Key(), TimeProvider.System.GetUtcNow());
        var orchestrations = 0L;
        if (different > 0)
        {
            await OwnProgram.LoadAsync(Job(server.Port, request, different) with { WarmUp = 0, Count = different }, cancellationToken);
            await UntilAsync(() => server.Decided() >= different, cancellationToken);
            orchestrations = server.Orchestrations();
        }

        var began = Stopwatch.GetTimestamp();
        var (result, used) = await LoadAsync(server, request, different, cancellationToken);
        var decided = server.Decided() / Stopwatch.GetElapsedTime(began).TotalSeconds;
        Check(result, "we");
        return new Run(
            result, result, result.AcceptedInAll, server.Stored(), decided, different > 0 ? server.Orchestrations() - orchestrations : 0,
            used);
    }

    private async Task<(LoadResult Result, double Processor)> PeerAsync(int different, CancellationToken cancellationToken)
    {
        await using var server = await PeerServer.StartAsync(cancellationToken);
        var (result, used) = await LoadAsync(server, BenchAlerts.Alertmanagers(TimeProvider.System.GetUtcNow()), different, cancellationToken);
        Check(result, "Alertmanager");
        return (result, used);
    }

    // What the server used of the processors for each alert of the seconds that count, in microseconds. The clock runs from here, so
    // the start of the load generator is warm-up, and what is done after its last answer is in.
    private async Task<(LoadResult Result, double Processor)> LoadAsync(ServerProcess server, string request, int different, CancellationToken cancellationToken)
    {
        var load = OwnProgram.LoadAsync(Job(server.Port, request, different), cancellationToken);
        await Task.WhenAny(load, Task.Delay(TimeSpan.FromSeconds(options.WarmUp), TimeProvider.System, cancellationToken));
        var before = server.Processor;
        var result = await load;
        return (result, (server.Processor - before).TotalMicroseconds / Math.Max(1, result.Accepted));
    }

    private void Check(LoadResult result, string who)
    {
        if (result.Refused > 0)
        {
            options.Say($"{who} refused {result.Refused} requests, first with {result.FirstRefusal}");
        }
    }

    private LoadJob Job(int port, string request, int different) => new()
    {
        Port = port,
        Request = request,
        Connections = options.Connections,
        WarmUp = options.WarmUp,
        Seconds = options.Seconds,
        Different = different,
    };

    private static async Task UntilAsync(Func<bool> done, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        while (!done() && Stopwatch.GetElapsedTime(began) < LongestWait)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, cancellationToken);
        }
    }

    private sealed record Run(
        LoadResult Ours, LoadResult Peer, long Accepted, long Stored, double DispositionsPerSecond, long MoreOrchestrations, double ProcessorPerAlert,
        double PeersProcessorPerAlert = 0);
}

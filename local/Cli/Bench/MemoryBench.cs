using System.Diagnostics;
using System.Globalization;

namespace OpsAutomation.Cli.Bench;

/// <summary>
/// Memory that an active alert costs: resident memory with a fifth of the alerts, and with all of them, each time after the garbage
/// was collected. Over all alerts that counts what a process needs whatever it holds; from the one to the other it does not.
/// </summary>
internal sealed class MemoryBench(IntakeBenchOptions options)
{
    private const double Goal = 3.1;

    // As in the storms that are tested: one resource would make one incident of all of them.
    private const long Resources = 300;
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(20);

    // Runs and notices go on after the last disposition, and leave garbage: a server rests that used less than this of a second.
    private static readonly TimeSpan AtRest = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(2);

    private long Few => options.Active / 5;

    /// <summary>Measures both.</summary>
    public async Task<IReadOnlyList<BenchLine>> RunAsync(CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        Held ours, peers;
        long decided;
        await using (var server = await OurServer.StartAsync(options.Catalog, null, cancellationToken))
        {
            ours = await MeasureAsync(server, BenchAlerts.Ours(server.Key(), TimeProvider.System.GetUtcNow(), BenchAlerts.ResourceOfGroup), server.Decided, cancellationToken);
            decided = server.Decided();
        }

        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        await using (var server = await PeerServer.StartAsync(cancellationToken))
        {
            peers = await MeasureAsync(server, BenchAlerts.Alertmanagers(TimeProvider.System.GetUtcNow(), BenchAlerts.ResourceOfGroup), () => long.MaxValue, cancellationToken);
        }

        return
        [
            new BenchLine(
                "memory per active alert, one more", Slope(ours), null, null, "KB", $"at most {Goal}", decided >= options.Active && Slope(ours) <= Goal,
                string.Create(CultureInfo.InvariantCulture, $"from {Few:N0} to {options.Active:N0}, {decided:N0} with their disposition; Alertmanager {Slope(peers):0.0} KB in the same run")),
            new BenchLine(
                "memory per active alert, whole process", Whole(ours), null, null, "KB", null, null,
                string.Create(CultureInfo.InvariantCulture, $"{Megabytes(ours.All)} MB with all, {Megabytes(ours.Few)} with a fifth, {Megabytes(ours.None)} with none; Alertmanager {Whole(peers):0.0} KB, {Megabytes(peers.All)}, {Megabytes(peers.Few)} and {Megabytes(peers.None)} MB")),
            new BenchLine("dispositions", decided / seconds, null, null, "/s", null, null, string.Create(CultureInfo.InvariantCulture, $"{decided:N0} in {seconds:0} s, intake included")),
        ];
    }

    private async Task<Held> MeasureAsync(ServerProcess server, string request, Func<long> decided, CancellationToken cancellationToken)
    {
        // The code is compiled and the first buffers stand before the first look; these alerts are a hundredth of the rest.
        var warm = options.Active / 100;
        await HoldAsync(server, request, decided, 900_000_000_000, warm, warm, cancellationToken);
        var none = await ResidentAsync(server, cancellationToken);
        await HoldAsync(server, request, decided, 0, Few, warm + Few, cancellationToken);
        var few = await ResidentAsync(server, cancellationToken);
        await HoldAsync(server, request, decided, Few, options.Active - Few, warm + options.Active, cancellationToken);
        return new Held(none, few, await ResidentAsync(server, cancellationToken));
    }

    private async Task HoldAsync(ServerProcess server, string request, Func<long> decided, long first, long count, long all, CancellationToken cancellationToken)
    {
        await OwnProgram.LoadAsync(
            new LoadJob
            {
                Port = server.Port,
                Request = request,
                Connections = options.Connections,
                Seconds = LongestWait.TotalSeconds,
                First = first,
                Count = count,
                Groups = Resources,
            },
            cancellationToken);
        var began = Stopwatch.GetTimestamp();
        while (decided() < all && Stopwatch.GetElapsedTime(began) < LongestWait)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, cancellationToken);
        }
    }

    private async Task<long> ResidentAsync(ServerProcess server, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        TimeSpan used;
        do
        {
            used = server.Processor;
            await Task.Delay(Look, TimeProvider.System, cancellationToken);
        }
        while (server.Processor - used > AtRest && Stopwatch.GetElapsedTime(began) < LongestRest);

        await server.CollectAsync(cancellationToken);
        var resident = server.Resident;
        options.Say(string.Create(CultureInfo.InvariantCulture, $"{server.GetType().Name}: {Megabytes(resident)} MB"));
        return resident;
    }

    private double Slope(Held held) => (held.All - held.Few) / 1024.0 / (options.Active - Few);

    private double Whole(Held held) => held.All / 1024.0 / options.Active;

    private static string Megabytes(long bytes) => (bytes / 1048576.0).ToString("0", CultureInfo.InvariantCulture);

    private readonly record struct Held(long None, long Few, long All);
}

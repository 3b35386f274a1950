using System.Diagnostics;
using System.Globalization;

namespace OpsAutomation.Cli.Bench;

/// <summary>Memory that an active alert costs: what the process holds with many of them, less what it held before.</summary>
internal sealed class MemoryBench(IntakeBenchOptions options)
{
    private const double Goal = 3.1;
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    /// <summary>Measures both.</summary>
    public async Task<IReadOnlyList<BenchLine>> RunAsync(CancellationToken cancellationToken)
    {
        var (ours, decided, seconds) = await OursAsync(cancellationToken);
        var peer = await PeerAsync(cancellationToken);
        return
        [
            new BenchLine(
                "memory per active alert", ours, null, null, "KB", $"at most {Goal}", ours <= Goal,
                string.Create(CultureInfo.InvariantCulture, $"{options.Active:N0} accepted, {decided:N0} with their disposition; Alertmanager {peer:0.0} KB in the same run")),
            new BenchLine("dispositions", decided / seconds, null, null, "/s", null, null, string.Create(CultureInfo.InvariantCulture, $"{decided:N0} in {seconds:0} s, intake included")),
        ];
    }

    private async Task<(double Each, long Decided, double Seconds)> OursAsync(CancellationToken cancellationToken)
    {
        await using var server = await OurServer.StartAsync(options.Catalog, null, cancellationToken);
        var request = BenchAlerts.Ours(server.Key(), TimeProvider.System.GetUtcNow());
        await WarmAsync(server, request, cancellationToken);
        var (before, began) = (server.Resident, Stopwatch.GetTimestamp());
        await OwnProgram.LoadAsync(Job(server.Port, request), cancellationToken);
        while (server.Decided() < options.Active && Stopwatch.GetElapsedTime(began) < LongestWait)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, cancellationToken);
        }

        return (Each(server, before), server.Decided(), Stopwatch.GetElapsedTime(began).TotalSeconds);
    }

    private async Task<double> PeerAsync(CancellationToken cancellationToken)
    {
        await using var server = await PeerServer.StartAsync(cancellationToken);
        var request = BenchAlerts.Alertmanagers(TimeProvider.System.GetUtcNow());
        await WarmAsync(server, request, cancellationToken);
        var before = server.Resident;
        await OwnProgram.LoadAsync(Job(server.Port, request), cancellationToken);
        return Each(server, before);
    }

    // The code is compiled and the first buffers stand before the first look; these alerts are a hundredth of the rest.
    private async Task WarmAsync(ServerProcess server, string request, CancellationToken cancellationToken) => await OwnProgram.LoadAsync(
        Job(server.Port, request) with { First = 900_000_000_000, Count = options.Active / 100 }, cancellationToken);

    private double Each(ServerProcess server, long before) => (server.Resident - before) / 1024.0 / options.Active;

    private LoadJob Job(int port, string request) => new()
    {
        Port = port,
        Request = request,
        Connections = options.Connections,
        Seconds = LongestWait.TotalSeconds,
        Count = options.Active,
    };
}

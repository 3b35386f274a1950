using System.Diagnostics;
using System.Globalization;

namespace OpsAutomation.Cli.Bench;

/// <summary>
/// Alerts decided per second: accepted, delivered, correlated, and what follows done, to the last of them. Timed from the
/// first request to when all dispositions are on disk, so intake is included. No peer: Alertmanager has no such step.
/// </summary>
internal sealed class DispositionBench(IntakeBenchOptions options)
{
    private const long ManyScopes = 300;
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    /// <summary>Measures one scope, in which all alerts after the first join its incident, and many scopes.</summary>
    public async Task<IReadOnlyList<BenchLine>> RunAsync(CancellationToken cancellationToken) =>
    [
        await RunAsync("dispositions, one scope", 1, 500, cancellationToken),
        await RunAsync(string.Create(CultureInfo.InvariantCulture, $"dispositions, {ManyScopes} scopes"), ManyScopes, 1000, cancellationToken),
    ];

    private async Task<BenchLine> RunAsync(string name, long groups, double goal, CancellationToken cancellationToken)
    {
        var rates = new List<double>();
        var processor = 0.0;
        var decided = 0L;
        for (var pair = 0; pair < options.Pairs; pair++)
        {
            await using var server = await OurServer.StartAsync(options.Catalog, null, cancellationToken);
            var warm = BenchAlerts.Ours(server.Key(), TimeProvider.System.GetUtcNow());

            // Code is compiled before the clock runs; these are another scope's.
            var first = Math.Max(100, options.Alerts / 3);
            await OwnProgram.LoadAsync(Job(server.Port, warm, first, 1) with { First = 900_000_000_000 }, cancellationToken);
            await UntilAsync(server, first, cancellationToken);

            var request = BenchAlerts.Ours(server.Key(), TimeProvider.System.GetUtcNow(), BenchAlerts.ResourceOfGroup);
            var (used, began) = (server.Processor, Stopwatch.GetTimestamp());
            await OwnProgram.LoadAsync(Job(server.Port, request, options.Alerts, groups), cancellationToken);
            await UntilAsync(server, first + options.Alerts, cancellationToken);
            decided = server.Decided() - first;
            rates.Add(decided / Stopwatch.GetElapsedTime(began).TotalSeconds);
            processor = (server.Processor - used).TotalMicroseconds / decided;
            options.Say(string.Create(CultureInfo.InvariantCulture, $"{name}: {rates[^1]:N0}/s, {processor:0} us of processor each"));
        }

        var median = BenchLine.Median(rates);
        return new BenchLine(
            name, median, rates.Min(), rates.Max(), "/s", string.Create(CultureInfo.InvariantCulture, $"at least {goal:0}"), decided >= options.Alerts && median >= goal,
            string.Create(CultureInfo.InvariantCulture, $"{decided:N0} of {options.Alerts:N0} alerts, intake included; {processor:0} us of processor each in the last run"));
    }

    private static async Task UntilAsync(OurServer server, long alerts, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        while (server.Decided() < alerts && Stopwatch.GetElapsedTime(began) < LongestWait)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, cancellationToken);
        }
    }

    private LoadJob Job(int port, string request, long count, long groups) => new()
    {
        Port = port,
        Request = request,
        Connections = options.Connections,
        Seconds = LongestWait.TotalSeconds,
        Count = count,
        Groups = groups,
    };
}

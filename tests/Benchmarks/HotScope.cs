using System.Globalization;

namespace OpsAutomation.Benchmarks;

/// <summary>What a hot scope does with so many instances.</summary>
/// <param name="Instances">Instances that write it; in one process the decisions of a scope take turns.</param>
/// <param name="AlertsPerSecond">Alerts that got their disposition.</param>
/// <param name="Conflicts">Share of transactions that met another and were thrown away.</param>
/// <param name="Redelivered">Batches that gave up and came again from Event Grid.</param>
internal sealed record HotScopeResult(int Instances, double AlertsPerSecond, double Conflicts, long Redelivered);

/// <summary>
/// A simulation of one scope that every alert belongs to, written by many instances: read, decide, write under the ETag that was read; who
/// finds another one waits with ScopeLedger's jitter and tries again, and gives up after its attempts. Time is simulated and the seed given,
/// so the same arguments give the same figures. The round trips are an assumption.
/// </summary>
internal static class HotScope
{
    private const int AlertsPerBatch = 20;
    private const double FirstDelayMs = 20;
    private const double LongestDelayMs = 2_000;
    private const double RedeliveryMs = 10_000;

    /// <summary>Plays it.</summary>
    /// <param name="instances">How many write.</param>
    /// <param name="attempts">How often one tries.</param>
    /// <param name="roundTripMs">Time of a read, and of a write.</param>
    /// <param name="seconds">Simulated time.</param>
    /// <param name="seed">Seed of the jitter.</param>
    public static HotScopeResult Play(int instances, int attempts, double roundTripMs, int seconds, int seed)
    {
        var random = new Random(seed);
        var events = new PriorityQueue<(int Instance, bool Writes, long Seen, int Attempt), double>();
        for (var i = 0; i < instances; i++)
        {
            events.Enqueue((i, false, 0, 0), random.NextDouble() * roundTripMs);
        }

        var (version, decided, tried, met, redelivered) = (0L, 0L, 0L, 0L, 0L);
        while (events.TryDequeue(out var now, out var at) && at < seconds * 1000d)
        {
            if (!now.Writes)
            {
                // The read is answered now; the write arrives a round trip later, and is answered another half later.
                events.Enqueue((now.Instance, true, version, now.Attempt), at + roundTripMs);
                continue;
            }

            tried++;
            if (now.Seen == version)
            {
                version++;
                decided += AlertsPerBatch;
                events.Enqueue((now.Instance, false, 0, 0), at + roundTripMs);
            }
            else if (now.Attempt + 1 < attempts)
            {
                met++;
                var delay = Math.Min(LongestDelayMs, FirstDelayMs * Math.Pow(2, now.Attempt)) * (0.5 + random.NextDouble());
                events.Enqueue((now.Instance, false, 0, now.Attempt + 1), at + delay + roundTripMs);
            }
            else
            {
                met++;
                redelivered++;
                events.Enqueue((now.Instance, false, 0, 0), at + RedeliveryMs);
            }
        }

        return new HotScopeResult(instances, decided / (double)seconds, tried == 0 ? 0 : met / (double)tried, redelivered);
    }

    /// <summary>Prints a table.</summary>
    public static void Print(TextWriter output, int attempts, double roundTripMs)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"One scope, {AlertsPerBatch} alerts a transaction, {roundTripMs} ms a round trip, {attempts} attempts, 600 simulated seconds."));
        output.WriteLine("instances  alerts/s  conflicts  redelivered batches");
        foreach (var instances in new[] { 1, 2, 4, 8, 16, 40 })
        {
            var result = Play(instances, attempts, roundTripMs, 600, 1);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{result.Instances,9}  {result.AlertsPerSecond,8:0}  {result.Conflicts,9:P0}  {result.Redelivered,19}"));
        }
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Text;
using OpsAutomation.Core.Alerts.Sources;
using OpsAutomation.Core.Records;
using OpsAutomation.Unit.Core.Alerts.Samples;
using OpsAutomation.Unit.Core.Classification;
using Xunit.Abstractions;

namespace OpsAutomation.Unit.Core.Alerts.Fuzzing;

/// <summary>Ten thousand payloads that are almost right, over all samples and all sources, on the way that a real one goes.</summary>
public sealed class FuzzCampaignTests(ITestOutputHelper output)
{
    // Work is counted in bytes that were allocated on the way, which no neighbour on the machine changes. All that a body goes
    // through here, with the checks, is allowed 4 MiB, 400 times its size, and 64 KiB for each alert that it claims to hold: an
    // element that is none is judged by every source, to guess who sent it.
    private const long BaseAllocation = 4L * 1024 * 1024;
    private const long AllocationPerByte = 400;
    private const long AllocationPerItem = 64 * 1024;

    // Wall clock is what a sender waits for. A busy machine can make any single run slow, so the best of three counts.
    private static readonly TimeSpan MaxTime = TimeSpan.FromMilliseconds(250);

    private static readonly FuzzPath Path = new(ShippedCatalog.Rules());

    [Fact]
    public void No_payload_throws_or_takes_more_than_its_share()
    {
        Warm();
        var (alerts, worstAllocation, worstTime) = (0, 0.0, TimeSpan.Zero);
        for (var seed = FuzzSettings.Seed; seed < FuzzSettings.Seed + FuzzSettings.Count; seed++)
        {
            var payload = FuzzCase.Of(seed);
            var bytes = payload.Bytes;
            var (items, count, allocated, time) = Run(payload, bytes);

            // What is paid once for all bodies, a pattern's automaton above all, is no property of the one that came first.
            var allowed = BaseAllocation + (AllocationPerByte * bytes.Length) + (AllocationPerItem * items);
            for (var again = 0; again < 2 && (time > MaxTime || allocated > allowed); again++)
            {
                var better = Run(payload, bytes);
                (allocated, time) = (Math.Min(allocated, better.Allocated), better.Time < time ? better.Time : time);
            }

            Assert.True(allocated <= allowed, $"{allocated} bytes were allocated for a body of {bytes.Length}, {payload}");
            Assert.True(time <= MaxTime, $"{time.TotalMilliseconds} ms for a body of {bytes.Length}, {payload}");
            alerts += count;
            worstAllocation = Math.Max(worstAllocation, allocated / (double)allowed);
            worstTime = time > worstTime ? time : worstTime;
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{FuzzSettings.Count} payloads from seed {FuzzSettings.Seed}: {alerts} alerts, worst {worstTime.TotalMilliseconds:0.0} ms, worst allocation {worstAllocation:P0} of what is allowed."));
        Assert.True(FuzzSettings.Count < 1000 || alerts > FuzzSettings.Count / 4, $"Only {alerts} alerts came out: the mutations no longer reach what they are for.");
    }

    [Fact]
    public void The_neighbours_of_a_broken_payload_become_the_same_alerts_as_alone()
    {
        for (var seed = FuzzSettings.Seed; seed < FuzzSettings.Seed + (FuzzSettings.Count / 10) + 1; seed++)
        {
            var payload = FuzzCase.Of(seed);
            var own = payload.Sample[..payload.Sample.IndexOf('/', StringComparison.Ordinal)];
            var (alone, broken) = (Read(own, payload.Good), Read(own, $"[{payload.Body}]"));
            var (before, after) = (Read(own, $"[{payload.Good},{payload.Body}]"), Read(own, $"[{payload.Body},{payload.Good}]"));
            Assert.True(alone.All(a => before.TryGetValue(a.Key, out var same) && same == a.Value), $"A neighbour before it suffered, {payload}");

            // Where an event has a name, two bodies under one name are one event, and the first of them counts.
            Assert.True(alone.All(a => broken.ContainsKey(a.Key) || (after.TryGetValue(a.Key, out var same) && same == a.Value)), $"A neighbour after it suffered, {payload}");
        }
    }

    private static (int Items, int Alerts, long Allocated, TimeSpan Time) Run(FuzzCase payload, byte[] bytes)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var started = Stopwatch.GetTimestamp();
        try
        {
            var (items, alerts) = Path.Walk(payload.Source, bytes);
            return (items, alerts.Count, GC.GetAllocatedBytesForCurrentThread() - before, Stopwatch.GetElapsedTime(started));
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"{e.GetType().Name}: {e.Message} ({payload})", e);
        }
    }

    // The first body through each source pays for compiling it.
    private static void Warm()
    {
        foreach (var (_, source, body) in ReadingTable.Samples)
        {
            Path.Walk(source, Encoding.UTF8.GetBytes(body));
        }
    }

    // What each item becomes, by id.
    private static Dictionary<string, string> Read(string source, string body)
    {
        var read = Normalisation.Of(Encoding.UTF8.GetBytes(body), Reading.Source(source), AlertSources.All, Reading.Services, Reading.Received);
        Assert.Null(read.Problem);
        return read.Alerts.Select(a => KeyValuePair.Create(a.Id, OpsJson.Write(a)))
            .Concat(read.DeadLetters.Select(d => KeyValuePair.Create(d.Id, d.Reason)))
            .DistinctBy(p => p.Key, StringComparer.Ordinal)
            .ToDictionary(StringComparer.Ordinal);
    }
}

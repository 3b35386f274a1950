using System.Diagnostics;

namespace OpsAutomation.Cli.Bench;

/// <summary>
/// Sends alerts as fast as answers come (closed loop) or at a fixed rate (open loop). Runs in a process of its own, the same
/// for both sides of a comparison.
/// </summary>
internal sealed class LoadGenerator(LoadJob job)
{
    private readonly List<double> _latencies = [];
    private readonly List<long> _sent = [];
    private readonly Lock _gate = new();
    private long _next = -1;
    private long _accepted;
    private long _acceptedInAll;
    private long _refused;
    private int _firstRefusal;

    /// <summary>Runs the job.</summary>
    public async Task<LoadResult> RunAsync()
    {
        var connections = Enumerable.Range(0, job.Connections).Select(_ => new LoadConnection(job.Request)).ToArray();
        try
        {
            await Task.WhenAll(connections.Select(c => c.ConnectAsync(job.Port)));
            var (start, startsAt) = (Stopwatch.GetTimestamp(), TimeProvider.System.GetUtcNow());
            await Task.WhenAll(connections.Select(c => Task.Run(() => job.Rate > 0 ? OpenAsync(c, start, startsAt) : ClosedAsync(c, start))));
            var seconds = Math.Min(job.Seconds, Stopwatch.GetElapsedTime(start).TotalSeconds - job.WarmUp);
            _latencies.Sort();
            return new LoadResult(seconds, _accepted, _acceptedInAll, _refused, _firstRefusal, At(0.5), At(0.99), At(1), _sent);
        }
        finally
        {
            Array.ForEach(connections, c => c.Dispose());
        }
    }

    private double End => job.WarmUp + job.Seconds;

    private async Task ClosedAsync(LoadConnection connection, long start)
    {
        var latencies = new List<double>();
        while (Stopwatch.GetElapsedTime(start).TotalSeconds < End && Interlocked.Increment(ref _next) is var n && (job.Count == 0 || n < job.Count))
        {
            var began = Stopwatch.GetTimestamp();
            Count(await connection.SendAsync(Number(n), Group(n)), start, Stopwatch.GetElapsedTime(began).TotalMilliseconds, latencies);
        }

        Merge(latencies, []);
    }

    // A request is timed from when it was due: a server that falls behind must not slow its own clock down.
    private async Task OpenAsync(LoadConnection connection, long start, DateTimeOffset startsAt)
    {
        var latencies = new List<double>();
        var sent = new List<(long Number, long At)>();
        while (Interlocked.Increment(ref _next) is var n && n / job.Rate < End && (job.Count == 0 || n < job.Count))
        {
            var due = TimeSpan.FromSeconds(n / job.Rate);
            while (due - Stopwatch.GetElapsedTime(start) is var wait && wait > TimeSpan.Zero)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(Math.Max(1, Math.Floor(wait.TotalMilliseconds))), TimeProvider.System);
            }

            var status = await connection.SendAsync(Number(n), Group(n));
            Count(status, start, (Stopwatch.GetElapsedTime(start) - due).TotalMilliseconds, latencies);
            sent.Add((Number(n), (startsAt + due).UtcTicks));
        }

        Merge(latencies, sent);
    }

    private long Number(long n) => job.First + (job.Different > 0 ? n % job.Different : n);

    private long Group(long n) => job.Groups > 0 ? Number(n) % job.Groups : 0;

    private void Count(int status, long start, double milliseconds, List<double> latencies)
    {
        if (status is not (>= 200 and < 300))
        {
            Interlocked.Increment(ref _refused);
            Interlocked.CompareExchange(ref _firstRefusal, status, 0);
            return;
        }

        Interlocked.Increment(ref _acceptedInAll);
        if (Stopwatch.GetElapsedTime(start).TotalSeconds is var now && now >= job.WarmUp && now < End)
        {
            Interlocked.Increment(ref _accepted);
            latencies.Add(milliseconds);
        }
    }

    private void Merge(List<double> latencies, List<(long Number, long At)> sent)
    {
        lock (_gate)
        {
            _latencies.AddRange(latencies);
            foreach (var (number, at) in sent)
            {
                while (_sent.Count <= number)
                {
                    _sent.Add(0);
                }

                _sent[(int)number] = at;
            }
        }
    }

    private double At(double part) => _latencies.Count == 0 ? 0 : Math.Round(_latencies[(int)Math.Min(_latencies.Count - 1, part * _latencies.Count)], 3);
}

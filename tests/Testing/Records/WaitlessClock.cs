using System.Collections.Concurrent;

namespace OpsAutomation.Testing.Records;

/// <summary>
/// A clock on which waits below <see cref="Longest"/> are over at once, noted and counted as time passed; longer ones
/// (timeouts) never come. For retries that a test wants to see without waiting for them.
/// </summary>
public sealed class WaitlessClock(DateTimeOffset start) : TimeProvider
{
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(8);

    private readonly ConcurrentQueue<TimeSpan> _waits = [];
    private long _passed;

    /// <summary>The waits so far, in order.</summary>
    public IReadOnlyCollection<TimeSpan> Waits => _waits;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => start + TimeSpan.FromTicks(GetTimestamp());

    public override long GetTimestamp() => Interlocked.Read(ref _passed);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime >= TimeSpan.Zero && dueTime < Longest)
        {
            _waits.Enqueue(dueTime);
            Interlocked.Add(ref _passed, dueTime.Ticks);
            ThreadPool.QueueUserWorkItem(_ => callback(state));
        }

        return new Never();
    }

    private sealed class Never : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

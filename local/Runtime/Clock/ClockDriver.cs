namespace OpsAutomation.Runtime.Clock;

/// <summary>What moves a <see cref="VirtualClock"/>.</summary>
public enum ClockMode
{
    /// <summary>Time passes as it really does; advancing the clock adds to the distance.</summary>
    FollowRealTime = 0,

    /// <summary>When nothing is at work the clock jumps to the next timer.</summary>
    JumpWhenIdle = 1,

    /// <summary>Only calls of <see cref="VirtualClock.Advance"/> and <see cref="VirtualClock.JumpTo"/> move it.</summary>
    Manual = 2,
}

/// <summary>How a <see cref="ClockDriver"/> moves its clock.</summary>
public sealed record ClockDriverOptions
{
    /// <summary>What moves the clock.</summary>
    public ClockMode Mode { get; init; } = ClockMode.FollowRealTime;

    /// <summary>
    /// How long, in real time, nothing may have happened before a jump. It covers the step from a finished wait to
    /// the work that follows it, which the ledger cannot see.
    /// </summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromMilliseconds(2);

    /// <summary>Asked before each jump; false keeps the clock where it is, for instance while a person is expected.</summary>
    public Func<bool>? MayJump { get; init; }

    /// <summary>In <see cref="ClockMode.JumpWhenIdle"/>: time stands while work runs, so that a rehearsal shows the same times on every machine.</summary>
    public bool StandStillWhileBusy { get; init; }
}

/// <summary>
/// Moves a virtual clock in the background. This is the one place in the product that uses real time, because a clock
/// that follows real time, or that waits for work to settle, has nothing else to go by.
/// </summary>
public sealed class ClockDriver : IAsyncDisposable
{
    // Real waits are cut at this length, so that a condition that changes without a signal is seen soon enough.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(50);

    private const int MostTurns = 20;

    private readonly VirtualClock _clock;
    private readonly WorkLedger _ledger;
    private readonly ClockDriverOptions _options;
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _signal = new(0, 1);
    private Task? _loop;

    /// <summary>Makes a driver; <see cref="Start"/> sets it going.</summary>
    /// <param name="clock">The clock to move.</param>
    /// <param name="ledger">Who is at work.</param>
    /// <param name="options">How.</param>
    public ClockDriver(VirtualClock clock, WorkLedger ledger, ClockDriverOptions options)
    {
        _clock = clock;
        _ledger = ledger;
        _options = options;
    }

    /// <summary>Begins to move the clock. A second call does nothing.</summary>
    public void Start()
    {
        if (_loop is not null || _options.Mode == ClockMode.Manual)
        {
            return;
        }

        if (_options.Mode == ClockMode.FollowRealTime || !_options.StandStillWhileBusy)
        {
            var begun = TimeProvider.System.GetTimestamp();
            _clock.Flow(() => TimeProvider.System.GetElapsedTime(begun));
        }

        _clock.TimersChanged += OnSignal;
        _ledger.BecameIdle += OnSignal;
        _loop = Task.Run(RunAsync);
    }

    /// <summary>Stops moving the clock; it stands from then on.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        if (_loop is not null)
        {
            _clock.TimersChanged -= OnSignal;
            _ledger.BecameIdle -= OnSignal;
            await _loop;
            _clock.Flow(null);
        }

        _stop.Dispose();
        _signal.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            while (!_stop.IsCancellationRequested)
            {
                if (_options.Mode == ClockMode.JumpWhenIdle && await SettledAsync() && _clock.NextDue is { } next)
                {
                    _clock.JumpTo(next);
                    continue;
                }

                _clock.Advance(TimeSpan.Zero);
                await _signal.WaitAsync(RealWait(), _stop.Token);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Stopped.
        }
    }

    /// <summary>True when nothing was at work during the whole settle time, the thread pool has nothing queued, and a jump is allowed.</summary>
    private async Task<bool> SettledAsync()
    {
        var before = _ledger.Changes;
        if (!Idle() || _clock.NextDue is null)
        {
            return false;
        }

        await Task.Delay(_options.Settle, TimeProvider.System, _stop.Token);

        // The pool is shared with the rest of the process, so a queue that never empties must not stop the clock for good; and
        // to wait for it by the clock would make each of several systems in one process wait for all the others.
        for (var turn = 0; turn < MostTurns; turn++)
        {
            if (!Idle() || _ledger.Changes != before)
            {
                return false;
            }

            if (ThreadPool.PendingWorkItemCount == 0)
            {
                break;
            }

            await BehindAllAsync();
        }

        return Idle() && _ledger.Changes == before && (_options.MayJump?.Invoke() ?? true);
    }

    // Waits until all that is queued in the pool now was taken up.
    private static Task BehindAllAsync()
    {
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        ThreadPool.UnsafeQueueUserWorkItem(static t => t.SetResult(), turn, preferLocal: false);
        return turn.Task;
    }

    private bool Idle() => _ledger.Busy == 0 && _clock.Firing == 0;

    private TimeSpan RealWait()
    {
        if (_clock.NextDue is not { } next)
        {
            return LongestWait;
        }

        if (_options.Mode == ClockMode.JumpWhenIdle && _ledger.Busy == 0 && _clock.Firing > 0)
        {
            return _options.Settle;
        }

        // Half a millisecond more, because real waits are cut down to whole milliseconds and would wake just too early.
        var wait = next - _clock.GetUtcNow() + TimeSpan.FromMilliseconds(0.5);
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait > LongestWait ? LongestWait : wait;
    }

    private void OnSignal(object? sender, EventArgs e)
    {
        try
        {
            _signal.Release();
        }
        catch (SemaphoreFullException)
        {
            // Already signalled: one look is enough.
        }
        catch (ObjectDisposedException)
        {
            // Stopped meanwhile.
        }
    }
}

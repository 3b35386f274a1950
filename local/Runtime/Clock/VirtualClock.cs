namespace OpsAutomation.Runtime.Clock;

/// <summary>
/// A clock that moves only when told to. Timers fire in the order in which they are due, and those due at the same
/// instant in the order in which they were set. Safe for use from many threads.
/// </summary>
/// <remarks>
/// Callbacks run on the thread that moves the clock, so that time stands still while they run: a delay that ends
/// runs what follows it up to the next real wait before the next timer fires. Two cases go to the thread pool, as with
/// the system's clock, and are counted in <see cref="Firing"/> meanwhile: a timer that is due at once, because nobody
/// moves the clock for it; and every timer of a clock that flows with real time, where a long callback must not hold up
/// the others.
/// </remarks>
public sealed class VirtualClock : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly Lock _moving = new();
    private readonly SortedSet<VirtualTimer> _armed = new(VirtualTimer.DueOrder);
    private readonly WorkLedger? _ledger;
    private readonly long _start;
    private long _now;
    private long _sequence;
    private int _firing;
    private Func<TimeSpan>? _flow;
    private long _flowBase;

    /// <summary>Makes a clock that stands at <paramref name="start"/>.</summary>
    /// <param name="start">The first time it shows.</param>
    /// <param name="ledger">
    /// When given, work that is entered there parks by itself for as long as it is in a <c>Task.Delay</c> on this clock:
    /// code that knows nothing of ledgers (a retry in a client library) then does not keep a jumping clock from jumping.
    /// Timeouts (<c>CancellationTokenSource</c>) do not park. Work that races a delay against something else must enter for
    /// that other thing, or the delay may win at once.
    /// </param>
    public VirtualClock(DateTimeOffset start, WorkLedger? ledger = null)
    {
        _ledger = ledger;
        _start = start.UtcTicks;
        _now = _start;
    }

    /// <summary>Raised after a timer was set or changed, so that a driver can look again. Handlers must return at once.</summary>
    public event EventHandler? TimersChanged;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>When the earliest timer is due; null when none is set.</summary>
    public DateTimeOffset? NextDue
    {
        get
        {
            lock (_lock)
            {
                return _armed.Min is { } first ? new DateTimeOffset(first.Due, TimeSpan.Zero) : null;
            }
        }
    }

    /// <summary>How many callbacks are running, or about to run, at this moment.</summary>
    public int Firing => Volatile.Read(ref _firing);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => new(NowTicks(), TimeSpan.Zero);

    /// <inheritdoc/>
    public override long GetTimestamp() => NowTicks() - _start;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);

        // Task.Delay hands its own task over as the state; that is how a wait is told from a timeout.
        var parking = state is Task && dueTime > TimeSpan.Zero ? _ledger?.Park() : null;
        var timer = new VirtualTimer(this, callback, state, parking);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock forward and fires, in order, everything that becomes due on the way.</summary>
    /// <param name="by">How far; zero fires only what is due already.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="by"/> is negative: this clock never goes back.</exception>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        lock (_moving)
        {
            MoveTo(NowTicks() + by.Ticks);
        }
    }

    /// <summary>Moves the clock forward to a time and fires, in order, everything due until then. A time already past changes nothing.</summary>
    /// <param name="time">Where to go.</param>
    public void JumpTo(DateTimeOffset time)
    {
        lock (_moving)
        {
            MoveTo(Math.Max(time.UtcTicks, NowTicks()));
        }
    }

    /// <summary>Lets the time that is shown flow with <paramref name="elapsed"/>; null lets it stand. Timers still wait for a move.</summary>
    internal void Flow(Func<TimeSpan>? elapsed)
    {
        lock (_lock)
        {
            _now = NowLocked();
            _flow = elapsed;
            _flowBase = _now - (elapsed?.Invoke().Ticks ?? 0);
        }
    }

    internal void Arm(VirtualTimer timer, TimeSpan dueTime)
    {
        var atOnce = false;
        lock (_lock)
        {
            _armed.Remove(timer);
            if (timer.Disposed || dueTime == Timeout.InfiniteTimeSpan)
            {
                return;
            }

            timer.Order = ++_sequence;
            if (dueTime <= TimeSpan.Zero)
            {
                atOnce = true;
                timer.Due = NowLocked();
                Rearm(timer);
                Interlocked.Increment(ref _firing);
            }
            else
            {
                var now = NowLocked();
                timer.Due = dueTime.Ticks > DateTimeOffset.MaxValue.UtcTicks - now ? DateTimeOffset.MaxValue.UtcTicks : now + dueTime.Ticks;
                _armed.Add(timer);
            }
        }

        if (atOnce)
        {
            FireOnPool(timer);
        }
        else
        {
            TimersChanged?.Invoke(this, EventArgs.Empty);
        }
    }

    internal void Disarm(VirtualTimer timer)
    {
        lock (_lock)
        {
            _armed.Remove(timer);
        }
    }

    private static void FireOnPool(VirtualTimer timer) =>
        ThreadPool.UnsafeQueueUserWorkItem(static t => t.Clock.Fire(t), timer, preferLocal: false);

    private void Fire(VirtualTimer timer)
    {
        try
        {
            timer.Fire();
        }
        finally
        {
            Interlocked.Decrement(ref _firing);
        }
    }

    private void MoveTo(long target)
    {
        while (true)
        {
            VirtualTimer? due;
            bool flows;
            lock (_lock)
            {
                due = _armed.Min;
                flows = _flow is not null;
                if (due is null || due.Due > target)
                {
                    Show(target);
                    return;
                }

                _armed.Remove(due);
                Show(due.Due);
                Interlocked.Increment(ref _firing);
                Rearm(due);
            }

            if (flows)
            {
                FireOnPool(due);
            }
            else
            {
                Fire(due);
            }
        }
    }

    private void Rearm(VirtualTimer timer)
    {
        if (!timer.Disposed && timer.Period > TimeSpan.Zero)
        {
            timer.Order = ++_sequence;
            timer.Due += timer.Period.Ticks;
            _armed.Add(timer);
        }
    }

    private void Show(long time)
    {
        var ahead = time - NowLocked();
        if (ahead > 0)
        {
            _now += ahead;
            _flowBase += ahead;
            _now = Math.Max(_now, time);
        }
    }

    private long NowTicks()
    {
        lock (_lock)
        {
            return NowLocked();
        }
    }

    private long NowLocked()
    {
        if (_flow is not null)
        {
            _now = Math.Max(_now, _flowBase + _flow().Ticks);
        }

        return _now;
    }
}

namespace OpsAutomation.Runtime.Clock;

/// <summary>
/// Who is at work. A clock that jumps asks it before every jump: while anything is entered and not parked, time must
/// not be skipped. Enter before work is queued, leave when its effects are visible to whoever comes next.
/// </summary>
public sealed class WorkLedger
{
    private readonly Lock _lock = new();
    private readonly AsyncLocal<Entry?> _current = new();
    private readonly LinkedList<Entry> _entries = new();
    private int _busy;
    private long _changes;
    private TaskCompletionSource? _idle;

    /// <summary>Raised each time the last busy entry leaves or parks. Handlers must return at once.</summary>
    public event EventHandler? BecameIdle;

    /// <summary>Raised each time an entry begins to wait on the clock. Handlers must return at once.</summary>
    public event EventHandler? BeganToWait;

    /// <summary>How many entries are at work: entered, and not parked.</summary>
    public int Busy => Volatile.Read(ref _busy);

    /// <summary>Counts every enter, leave, park and unpark: unchanged means that nothing happened in between.</summary>
    public long Changes => Volatile.Read(ref _changes);

    /// <summary>Says that work exists until the returned handle is disposed. Later awaits of the caller belong to this entry.</summary>
    /// <param name="what">What it is, in words, for <see cref="Describe"/>.</param>
    public IDisposable Enter(string what) => Begin(what, track: true);

    /// <summary>
    /// Says that the caller's entry only waits on the clock until the returned handle is disposed. Without an entry
    /// around it this does nothing. When an entry works in parallel branches, each branch that parks must enter for itself.
    /// </summary>
    public IDisposable Park()
    {
        if (_current.Value is not { } entry)
        {
            return NothingParked.Instance;
        }

        Action? idle;
        bool first;
        lock (_lock)
        {
            if (entry.Left)
            {
                return NothingParked.Instance;
            }

            entry.Parked++;
            first = entry.Parked == 1;
            idle = first ? Decrease() : null;
        }

        idle?.Invoke();
        if (first)
        {
            BeganToWait?.Invoke(this, EventArgs.Empty);
        }

        return new Parking(this, entry);
    }

    /// <summary>Waits for a delay on a clock, parked: the way for tracked work to wait for time to pass.</summary>
    /// <param name="clock">The clock.</param>
    /// <param name="delay">How long.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task DelayAsync(TimeProvider clock, TimeSpan delay, CancellationToken cancellationToken)
    {
        using (Park())
        {
            // Task.Delay cuts off what is below a millisecond: whoever waits for a moment would wake before it, find nothing to do
            // and wait again, for ever on a clock that stands still while somebody works.
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(delay.TotalMilliseconds)), clock, cancellationToken);
        }
    }

    /// <summary>Completes when nothing is at work. Something may begin again at once: what follows must still hold then.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task WhenIdleAsync(CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            if (_busy == 0)
            {
                return Task.CompletedTask;
            }

            _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _idle.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Lists what is entered, oldest first; parked entries say so.</summary>
    public IReadOnlyList<string> Describe()
    {
        lock (_lock)
        {
            return [.. _entries.Select(e => e.Parked > 0 ? $"{e.What} (waits on the clock)" : e.What)];
        }
    }

    /// <summary>Enters without making the entry the caller's own: for work that one thread queues and another finishes.</summary>
    internal IDisposable EnterQueued(string what) => Begin(what, track: false);

    /// <summary>Whether an entry only waits on the clock.</summary>
    internal bool Waits(IDisposable handle)
    {
        lock (_lock)
        {
            return ((Entry)handle).Parked > 0;
        }
    }

    /// <summary>Makes an entry that was queued elsewhere the current flow's own, so that it can park, and says better what it is.</summary>
    internal void Adopt(IDisposable handle, string what)
    {
        var entry = (Entry)handle;
        entry.What = what;
        _current.Value = entry;
    }

    private Entry Begin(string what, bool track)
    {
        var entry = new Entry(this, what, track ? _current.Value : null);
        lock (_lock)
        {
            entry.Node = _entries.AddLast(entry);
            _busy++;
            _changes++;
        }

        if (track)
        {
            _current.Value = entry;
        }

        return entry;
    }

    private void Leave(Entry entry)
    {
        Action? idle = null;
        lock (_lock)
        {
            if (entry.Left)
            {
                return;
            }

            entry.Left = true;
            _entries.Remove(entry.Node!);
            if (entry.Parked == 0)
            {
                idle = Decrease();
            }
        }

        if (_current.Value == entry)
        {
            _current.Value = entry.Outer;
        }

        idle?.Invoke();
    }

    private void Unpark(Entry entry)
    {
        lock (_lock)
        {
            entry.Parked--;
            if (entry.Parked == 0 && !entry.Left)
            {
                _busy++;
                _changes++;
            }
        }
    }

    private Action? Decrease()
    {
        _busy--;
        _changes++;
        if (_busy > 0)
        {
            return null;
        }

        var waiter = _idle;
        _idle = null;
        return () =>
        {
            waiter?.TrySetResult();
            BecameIdle?.Invoke(this, EventArgs.Empty);
        };
    }

    private sealed class Entry(WorkLedger ledger, string what, Entry? outer) : IDisposable
    {
        internal string What { get; set; } = what;

        internal Entry? Outer => outer;

        internal LinkedListNode<Entry>? Node { get; set; }

        internal int Parked { get; set; }

        internal bool Left { get; set; }

        public void Dispose() => ledger.Leave(this);
    }

    private sealed class Parking(WorkLedger ledger, Entry entry) : IDisposable
    {
        private int _done;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _done, 1) == 0)
            {
                ledger.Unpark(entry);
            }
        }
    }

    private sealed class NothingParked : IDisposable
    {
        internal static readonly NothingParked Instance = new();

        public void Dispose()
        {
        }
    }
}

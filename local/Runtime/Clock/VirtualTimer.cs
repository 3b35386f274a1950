namespace OpsAutomation.Runtime.Clock;

/// <summary>A timer of a <see cref="VirtualClock"/>. The clock's lock guards its order and due time.</summary>
internal sealed class VirtualTimer(VirtualClock clock, TimerCallback callback, object? state, IDisposable? parking) : ITimer
{
    private readonly ExecutionContext? _context = ExecutionContext.Capture();

    /// <summary>Earliest due first; at the same instant, first set first.</summary>
    internal static IComparer<VirtualTimer> DueOrder { get; } = Comparer<VirtualTimer>.Create(static (a, b) =>
        a.Due != b.Due ? a.Due.CompareTo(b.Due) : a.Order.CompareTo(b.Order));

    internal VirtualClock Clock => clock;

    internal long Due { get; set; }

    internal long Order { get; set; }

    internal TimeSpan Period { get; private set; }

    internal bool Disposed { get; private set; }

    /// <inheritdoc/>
    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        if (Disposed)
        {
            return false;
        }

        Period = period;
        clock.Arm(this, dueTime);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Disposed = true;
        clock.Disarm(this);
        parking?.Dispose();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    internal void Fire()
    {
        if (Disposed)
        {
            return;
        }

        // Busy again before anything goes on, so that no moment in between looks idle.
        parking?.Dispose();
        if (_context is null)
        {
            callback(state);
        }
        else
        {
            ExecutionContext.Run(_context, static t => ((VirtualTimer)t!).Call(), this);
        }
    }

    private void Call() => callback(state);
}

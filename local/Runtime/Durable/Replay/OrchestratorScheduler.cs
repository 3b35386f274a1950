namespace OpsAutomation.Runtime.Durable.Replay;

/// <summary>
/// Runs one orchestrator's code on one thread at a time and in one order. What comes back from another thread came from
/// a task that is not durable: it is refused and reported, because no replay could repeat it.
/// </summary>
internal sealed class OrchestratorScheduler(Action onForeignThread) : SynchronizationContext
{
    internal const string InvalidAwait =
        "An invalid asynchronous invocation was detected. This can be caused by awaiting non-durable tasks in an orchestrator function's implementation or by middleware that invokes asynchronous code.";

    private readonly Queue<(SendOrPostCallback Callback, object? State)> _queue = new();
    private int _owner;

    /// <inheritdoc/>
    public override SynchronizationContext CreateCopy() => this;

    /// <inheritdoc/>
    public override void Post(SendOrPostCallback d, object? state)
    {
        if (IsOwner)
        {
            _queue.Enqueue((d, state));
        }
        else
        {
            onForeignThread();
        }
    }

    /// <inheritdoc/>
    public override void Send(SendOrPostCallback d, object? state)
    {
        Check();
        d(state);
    }

    private bool IsOwner => Volatile.Read(ref _owner) == Environment.CurrentManagedThreadId;

    /// <summary>Makes sure that the orchestrator's own code is calling.</summary>
    /// <exception cref="InvalidOperationException">Some other thread is.</exception>
    internal void Check()
    {
        if (!IsOwner)
        {
            throw new InvalidOperationException(InvalidAwait);
        }
    }

    /// <summary>Runs a step, and all that follows from it, until the code waits.</summary>
    internal void Run(Action step)
    {
        var outer = Current;
        SetSynchronizationContext(this);
        Volatile.Write(ref _owner, Environment.CurrentManagedThreadId);
        try
        {
            step();
            while (_queue.TryDequeue(out var next))
            {
                next.Callback(next.State);
            }
        }
        finally
        {
            Volatile.Write(ref _owner, 0);
            SetSynchronizationContext(outer);
        }
    }
}

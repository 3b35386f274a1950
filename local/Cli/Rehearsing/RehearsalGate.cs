namespace OpsAutomation.Cli.Rehearsing;

/// <summary>
/// Lets the clock jump only while the rehearsal waits for something. It is asked whenever everything has settled, so what
/// a rehearsal does next, it does at a moment when nothing else is under way: the same moment in every run.
/// </summary>
internal sealed class RehearsalGate
{
    private readonly Lock _lock = new();
    private Func<bool>? _reached;
    private TaskCompletionSource? _done;

    /// <summary>Whether somebody waits: then the clock moves, and nobody else may wait.</summary>
    public bool IsOpen
    {
        get
        {
            lock (_lock)
            {
                return _reached is not null;
            }
        }
    }

    /// <summary>Whether the clock may jump now.</summary>
    public bool MayJump()
    {
        Func<bool> reached;
        TaskCompletionSource done;
        lock (_lock)
        {
            if (_reached is null || _done is null)
            {
                return false;
            }

            (reached, done) = (_reached, _done);
        }

        try
        {
            if (!reached())
            {
                return true;
            }

            Close();
            done.TrySetResult();
        }
        catch (Exception e)
        {
            Close();
            done.TrySetException(e);
        }

        return false;
    }

    /// <summary>Lets the clock jump until something is reached; looked at only when everything has settled.</summary>
    public Task OpenUntilAsync(Func<bool> reached)
    {
        lock (_lock)
        {
            _reached = reached;
            _done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _done.Task;
        }
    }

    private void Close()
    {
        lock (_lock)
        {
            (_reached, _done) = (null, null);
        }
    }
}

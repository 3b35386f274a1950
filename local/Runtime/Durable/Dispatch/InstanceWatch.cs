namespace OpsAutomation.Runtime.Durable.Dispatch;

/// <summary>Tells waiting clients that an instance has changed, so that nobody has to poll.</summary>
internal sealed class InstanceWatch
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, TaskCompletionSource> _next = new(StringComparer.Ordinal);
    private bool _closed;

    /// <summary>Completes at the next change. Take it before looking at the instance, so that no change falls in between.</summary>
    internal Task NextChange(string instanceId)
    {
        lock (_lock)
        {
            if (_closed)
            {
                throw new InvalidOperationException("The durable engine has stopped.");
            }

            if (!_next.TryGetValue(instanceId, out var source))
            {
                _next.Add(instanceId, source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            }

            return source.Task;
        }
    }

    internal void Changed(string instanceId)
    {
        lock (_lock)
        {
            if (_next.Remove(instanceId, out var source))
            {
                source.TrySetResult();
            }
        }
    }

    /// <summary>Fails all who wait.</summary>
    internal void Close()
    {
        lock (_lock)
        {
            _closed = true;
            foreach (var source in _next.Values)
            {
                source.TrySetException(new InvalidOperationException("The durable engine has stopped."));
            }

            _next.Clear();
        }
    }
}

using Microsoft.DurableTask;
using OpsAutomation.Runtime.Durable.History;

namespace OpsAutomation.Runtime.Durable.Replay;

/// <summary>
/// Events and those who wait for them, as Durable Task does it: names without regard to case, the newest waiter is
/// served first, events that nobody waits for are kept and taken in the order of arrival.
/// </summary>
internal sealed class ExternalEvents(DataConverter converter, Action checkThread)
{
    private readonly Dictionary<string, List<Waiter>> _waiters = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<EventRaised> _kept = [];

    /// <summary>How many wait.</summary>
    internal int Waiting => _waiters.Values.Sum(static w => w.Count);

    /// <summary>Events that nobody took, oldest first.</summary>
    internal IReadOnlyList<EventRaised> Kept => _kept;

    internal void Raise(EventRaised raised)
    {
        if (!_waiters.TryGetValue(raised.Name, out var waiters) || waiters.Count == 0)
        {
            _kept.Add(raised);
            return;
        }

        var newest = waiters[^1];
        waiters.RemoveAt(waiters.Count - 1);
        newest.Take(raised.Input);
    }

    /// <exception cref="ArgumentException">Someone waits for the same event as another type.</exception>
    internal Task<T> Wait<T>(string name, CancellationToken cancellationToken)
    {
        var kept = _kept.FindIndex(e => string.Equals(e.Name, name, StringComparison.OrdinalIgnoreCase));
        if (kept >= 0)
        {
            var raised = _kept[kept];
            _kept.RemoveAt(kept);
            return Task.FromResult(converter.Deserialize<T>(raised.Input)!);
        }

        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(cancellationToken);
        }

        if (!_waiters.TryGetValue(name, out var waiters))
        {
            _waiters.Add(name, waiters = []);
        }

        if (waiters.FirstOrDefault(w => w.Type != typeof(T)) is { } other)
        {
            throw new ArgumentException(
                $"Event '{name}' is already awaited as {other.Type}; it cannot be awaited as {typeof(T)} too.", nameof(name));
        }

        var waiter = new Waiter<T>(converter);
        waiters.Add(waiter);
        waiter.Watch(cancellationToken, () =>
        {
            checkThread();
            waiters.Remove(waiter);
        });
        return waiter.Task;
    }

    private abstract class Waiter(Type type)
    {
        internal Type Type => type;

        internal abstract void Take(string? input);
    }

    private sealed class Waiter<T>(DataConverter converter) : Waiter(typeof(T))
    {
        // Continuations run inline: a hop to the thread pool would leave the orchestrator's thread.
        private readonly TaskCompletionSource<T> _source = new();
        private CancellationTokenRegistration _registration;

        internal Task<T> Task => _source.Task;

        internal void Watch(CancellationToken cancellationToken, Action leave) => _registration = cancellationToken.Register(() =>
        {
            leave();
            _source.TrySetCanceled(cancellationToken);
        });

        internal override void Take(string? input)
        {
            _registration.Dispose();
            T? value;
            try
            {
                value = converter.Deserialize<T>(input);
            }
            catch (Exception e)
            {
                _source.TrySetException(e);
                return;
            }

            _source.TrySetResult(value!);
        }
    }
}

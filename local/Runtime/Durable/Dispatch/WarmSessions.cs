using OpsAutomation.Runtime.Durable.Replay;

namespace OpsAutomation.Runtime.Durable.Dispatch;

/// <summary>Waiting orchestrations that stay in memory; the one not used for longest goes first. One that is out has left the list.</summary>
internal sealed class WarmSessions(int capacity)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<long, LinkedListNode<(long Instance, OrchestrationSession Session)>> _byInstance = [];
    private readonly LinkedList<(long Instance, OrchestrationSession Session)> _byUse = new();

    /// <summary>Takes an instance's session out; null when it has to be built from the history.</summary>
    internal OrchestrationSession? Take(long instance)
    {
        lock (_lock)
        {
            if (!_byInstance.Remove(instance, out var node))
            {
                return null;
            }

            _byUse.Remove(node);
            return node.Value.Session;
        }
    }

    /// <summary>Puts a session back after its episode has become durable.</summary>
    internal void Put(long instance, OrchestrationSession session)
    {
        if (capacity == 0)
        {
            return;
        }

        lock (_lock)
        {
            _byInstance[instance] = _byUse.AddLast((instance, session));
            if (_byUse.Count > capacity)
            {
                _byInstance.Remove(_byUse.First!.Value.Instance);
                _byUse.RemoveFirst();
            }
        }
    }
}

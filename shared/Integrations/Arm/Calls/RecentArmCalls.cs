namespace OpsAutomation.Integrations.Arm.Calls;

/// <summary>Keeps the newest calls in memory, for a page or a terminal that shows what was asked of Azure.</summary>
/// <param name="capacity">How many are kept.</param>
public sealed class RecentArmCalls(int capacity = 1000) : IArmCallLog
{
    private readonly Lock _gate = new();
    private readonly Queue<ArmCall> _calls = new();

    /// <summary>The calls, oldest first.</summary>
    public IReadOnlyList<ArmCall> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _calls];
            }
        }
    }

    /// <inheritdoc/>
    public void Add(ArmCall call)
    {
        lock (_gate)
        {
            _calls.Enqueue(call);
            while (_calls.Count > capacity)
            {
                _calls.Dequeue();
            }
        }
    }
}

namespace OpsAutomation.Core.Alerts.Intake;

/// <summary>
/// Alerts that this process has put on disk lately, row and pointer, so that a sender that repeats itself costs no write. It
/// only spares work: what is not remembered is written again, and the store sees that it is there.
/// </summary>
internal sealed class RecentAlerts
{
    // Two generations: when the young one is full the old one is dropped, so that at least this many are remembered.
    private const int Generation = 20_000;

    private readonly Lock _gate = new();
    private HashSet<(string Partition, string Id)> _young = [];
    private HashSet<(string Partition, string Id)> _old = [];

    /// <summary>Whether the alert is known to be on disk.</summary>
    public bool Contains(string partition, string id)
    {
        lock (_gate)
        {
            return _young.Contains((partition, id)) || _old.Contains((partition, id));
        }
    }

    /// <summary>Remembers an alert; call after it is on disk, never before.</summary>
    public void Add(string partition, string id)
    {
        lock (_gate)
        {
            if (_young.Count >= Generation)
            {
                (_old, _young) = (_young, new HashSet<(string Partition, string Id)>(Generation));
            }

            _young.Add((partition, id));
        }
    }
}

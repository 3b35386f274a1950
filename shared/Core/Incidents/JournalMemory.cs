namespace OpsAutomation.Core.Incidents;

/// <summary>
/// The incidents that this process read last. Entries are only ever added and never changed, so what was read once is true
/// for good: reading an incident again costs its head and what is new. Bounded; forgetting costs a read.
/// </summary>
internal sealed class JournalMemory
{
    /// <summary>The most journal entries that are kept in all, a few KB each.</summary>
    public const int MaxEntries = 4096;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<IncidentFile>> _files = new(StringComparer.Ordinal);
    private readonly LinkedList<IncidentFile> _newestFirst = new();
    private int _entries;

    /// <summary>An incident as it was read last, or null.</summary>
    public IncidentFile? Find(string incidentId)
    {
        lock (_gate)
        {
            if (!_files.TryGetValue(incidentId, out var node))
            {
                return null;
            }

            _newestFirst.Remove(node);
            _newestFirst.AddFirst(node);
            return node.Value;
        }
    }

    /// <summary>Keeps an incident as it was read, unless a newer state of it is known.</summary>
    public void Keep(IncidentFile file)
    {
        lock (_gate)
        {
            if (_files.TryGetValue(file.Head.Id, out var before))
            {
                if (before.Value.Head.LastSequence > file.Head.LastSequence)
                {
                    return;
                }

                Remove(before);
            }

            _files[file.Head.Id] = _newestFirst.AddFirst(file);
            _entries += file.Entries.Count;

            // The newest stays whatever its size: an incident that a storm fills is the one that is read most.
            while (_entries > MaxEntries && _newestFirst.Count > 1)
            {
                Remove(_newestFirst.Last!);
            }
        }
    }

    private void Remove(LinkedListNode<IncidentFile> node)
    {
        _newestFirst.Remove(node);
        _files.Remove(node.Value.Head.Id);
        _entries -= node.Value.Entries.Count;
    }
}

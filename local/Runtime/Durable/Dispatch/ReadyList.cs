namespace OpsAutomation.Runtime.Durable.Dispatch;

/// <summary>Work in the order in which it became ready: cheap to take from the front however long it is, and at any place when a seed chooses.</summary>
internal sealed class ReadyList
{
    private List<Work> _items = [];
    private int _first;

    internal int Count => _items.Count - _first;

    internal void Add(Work work) => _items.Add(work);

    internal Work TakeFirst()
    {
        var work = _items[_first++];
        if (_first > 1024 && _first * 2 > _items.Count)
        {
            _items = _items[_first..];
            _first = 0;
        }

        return work;
    }

    internal Work TakeAt(int index)
    {
        var work = _items[_first + index];
        _items.RemoveAt(_first + index);
        return work;
    }

    internal void Clear()
    {
        _items.Clear();
        _first = 0;
    }
}

namespace OpsAutomation.Core.Expressions.Values;

/// <summary>A list; its items may be of several kinds.</summary>
public sealed class ListValue : ExpressionValue
{
    private readonly ExpressionValue[] _items;

    internal ListValue(ExpressionValue[] items)
    {
        _items = items;
        Size = 1;
        foreach (var item in items)
        {
            // A saturating sum: shared parts count each time, and a few doublings would overflow.
            Size = Math.Min(long.MaxValue / 2, Size + item.Size);
        }
    }

    /// <summary>A list of the given items.</summary>
    public ListValue(IEnumerable<ExpressionValue> items)
        : this(items.ToArray())
    {
    }

    /// <summary>The items in order.</summary>
    public IReadOnlyList<ExpressionValue> Items => _items;

    /// <inheritdoc />
    public override ValueKind Kind => ValueKind.List;

    /// <inheritdoc />
    internal override long Size { get; }

    /// <summary>The items for a loop that must be fast.</summary>
    internal ReadOnlySpan<ExpressionValue> Span => _items;
}

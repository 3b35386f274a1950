namespace OpsAutomation.Core.Expressions.Values;

/// <summary>A list; its items may be of several kinds.</summary>
public sealed class ListValue : ExpressionValue
{
    private readonly ExpressionValue[] _items;

    internal ListValue(ExpressionValue[] items)
    {
        _items = items;
        Size = 1;
        Depth = 1;
        foreach (var item in items)
        {
            // A saturating sum: shared parts count each time, and a few doublings would overflow.
            Size = Math.Min(long.MaxValue / 2, Size + item.Size);
            Depth = Math.Max(Depth, 1 + item.Depth);
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

    /// <inheritdoc />
    internal override int Depth { get; }

    /// <summary>The items for a loop that must be fast.</summary>
    internal ReadOnlySpan<ExpressionValue> Span => _items;
}

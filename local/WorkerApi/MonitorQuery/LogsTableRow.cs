using System.Collections;

namespace Azure.Monitor.Query.Models;

/// <summary>One row. Empty cells are null.</summary>
public class LogsTableRow : IReadOnlyList<object>
{
    private readonly IReadOnlyList<LogsTableColumn> _columns;
    private readonly IReadOnlyList<object> _cells;

    internal LogsTableRow(IReadOnlyList<LogsTableColumn> columns, IReadOnlyList<object> cells)
    {
        _columns = columns;
        _cells = cells;
    }

    /// <summary>The number of cells.</summary>
    public int Count => _cells.Count;

    /// <summary>The cell at this place, in the column's type.</summary>
    public object this[int index] => _cells[index];

    /// <summary>The cell of this column, in the column's type.</summary>
    public object this[string name] => _cells[Index(name)];

    /// <summary>The cell as text.</summary>
    public string GetString(int index) => this[index]?.ToString();

    /// <summary>The cell as text.</summary>
    public string GetString(string name) => GetString(Index(name));

    /// <summary>The cell as a number.</summary>
    public double? GetDouble(int index) => this[index] is { } cell ? Convert.ToDouble(cell) : null;

    /// <summary>The cell as a number.</summary>
    public double? GetDouble(string name) => GetDouble(Index(name));

    /// <summary>The cell as a whole number.</summary>
    public long? GetInt64(int index) => this[index] is { } cell ? Convert.ToInt64(cell) : null;

    /// <summary>The cell as a whole number.</summary>
    public long? GetInt64(string name) => GetInt64(Index(name));

    /// <summary>The cell as true or false.</summary>
    public bool? GetBoolean(int index) => (bool?)this[index];

    /// <summary>The cell as true or false.</summary>
    public bool? GetBoolean(string name) => GetBoolean(Index(name));

    /// <summary>The cell as a time.</summary>
    public DateTimeOffset? GetDateTimeOffset(int index) => (DateTimeOffset?)this[index];

    /// <summary>The cell as a time.</summary>
    public DateTimeOffset? GetDateTimeOffset(string name) => GetDateTimeOffset(Index(name));

    IEnumerator<object> IEnumerable<object>.GetEnumerator() => _cells.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _cells.GetEnumerator();

    private int Index(string name)
    {
        for (var i = 0; i < _columns.Count; i++)
        {
            if (string.Equals(_columns[i].Name, name, StringComparison.Ordinal))
            {
                return i;
            }
        }

        throw new ArgumentException(
            $"There is no column '{name}'; there are {string.Join(", ", _columns.Select(c => c.Name))}.", nameof(name));
    }
}

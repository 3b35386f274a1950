namespace Azure.Monitor.Query.Models;

/// <summary>How a log query ended.</summary>
public enum LogsQueryResultStatus
{
    /// <summary>All of it worked.</summary>
    Success = 0,

    /// <summary>There are rows and an error.</summary>
    PartialFailure = 1,

    /// <summary>There is only an error.</summary>
    Failure = 2,
}

/// <summary>The tables of a log query.</summary>
public class LogsQueryResult
{
    internal LogsQueryResult(IReadOnlyList<LogsTable> tables, LogsQueryResultStatus status, ResponseError error)
    {
        AllTables = tables;
        Status = status;
        Error = error;
    }

    /// <summary>The first table; throws when there is not exactly one.</summary>
    public LogsTable Table => AllTables.Count == 1
        ? AllTables[0]
        : throw new InvalidOperationException($"The result has {AllTables.Count} tables. Use {nameof(AllTables)}.");

    /// <summary>All tables.</summary>
    public IReadOnlyList<LogsTable> AllTables { get; }

    /// <summary>How the query ended.</summary>
    public LogsQueryResultStatus Status { get; }

    /// <summary>What went wrong; null when nothing did.</summary>
    public ResponseError Error { get; }
}

/// <summary>One table.</summary>
public class LogsTable
{
    internal LogsTable(string name, IReadOnlyList<LogsTableRow> rows, IReadOnlyList<LogsTableColumn> columns)
    {
        Name = name;
        Rows = rows;
        Columns = columns;
    }

    /// <summary>The table's name.</summary>
    public string Name { get; }

    /// <summary>The rows.</summary>
    public IReadOnlyList<LogsTableRow> Rows { get; }

    /// <summary>The columns.</summary>
    public IReadOnlyList<LogsTableColumn> Columns { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {Rows.Count} rows of {Columns.Count} columns";
}

/// <summary>One column.</summary>
public class LogsTableColumn
{
    internal LogsTableColumn(string name, LogsColumnType type)
    {
        Name = name;
        Type = type;
    }

    /// <summary>The column's name.</summary>
    public string Name { get; }

    /// <summary>The type of its values.</summary>
    public LogsColumnType Type { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} ({Type})";
}

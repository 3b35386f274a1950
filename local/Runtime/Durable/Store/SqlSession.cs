using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace OpsAutomation.Runtime.Durable.Store;

/// <summary>One SQLite connection with its prepared statements. Used by one thread at a time. Parameters are $1, $2 and so on.</summary>
internal sealed class SqlSession : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteCommand> _prepared = new(StringComparer.Ordinal);

    internal SqlSession(string path, bool create)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = create ? SqliteOpenMode.ReadWriteCreate : SqliteOpenMode.ReadWrite,
            Pooling = false,
            DefaultTimeout = 30,
        }.ToString());
        _connection.Open();

        // FULL: a commit is on the disk before anyone is told of it. The write-ahead log lets readers go on meanwhile.
        Script("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=30000;");
        if (!create)
        {
            Script("PRAGMA query_only=ON;");
        }
    }

    public void Dispose()
    {
        foreach (var command in _prepared.Values)
        {
            command.Dispose();
        }

        _connection.Dispose();
    }

    /// <summary>Runs statements that are not worth preparing.</summary>
    internal void Script(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Runs a statement and says how many rows it changed.</summary>
    internal int Run(string sql, params ReadOnlySpan<object?> arguments) => Bind(sql, arguments).ExecuteNonQuery();

    /// <summary>Runs an insert and says which key the row got.</summary>
    internal long Insert(string sql, params ReadOnlySpan<object?> arguments)
    {
        Run(sql, arguments);
        return raw.sqlite3_last_insert_rowid(_connection.Handle);
    }

    /// <summary>Runs a query and reads all its rows.</summary>
    internal List<T> Query<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> arguments)
    {
        using var reader = Bind(sql, arguments).ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    private SqliteCommand Bind(string sql, ReadOnlySpan<object?> arguments)
    {
        StoreMetrics.Statements.Add(1);
        if (!_prepared.TryGetValue(sql, out var command))
        {
            command = _connection.CreateCommand();
            command.CommandText = sql;
            for (var i = 0; i < arguments.Length; i++)
            {
                command.Parameters.Add(new SqliteParameter { ParameterName = $"${i + 1}" });
            }

            _prepared.Add(sql, command);
        }

        for (var i = 0; i < arguments.Length; i++)
        {
            command.Parameters[i].Value = arguments[i] ?? DBNull.Value;
        }

        return command;
    }
}

/// <summary>Reading columns that may be null.</summary>
internal static class SqlColumns
{
    internal static string? Text(this SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    internal static long? Number(this SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetInt64(column);
}

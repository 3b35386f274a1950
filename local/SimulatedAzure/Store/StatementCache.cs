using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace OpsAutomation.SimulatedAzure.Store;

/// <summary>Prepared statements of one connection by their text, so that each is compiled once. Used under the store's lock.</summary>
internal sealed class StatementCache(SqliteConnection connection) : IDisposable
{
    // The program's own texts are fewer; texts that are put together must not fill memory.
    private const int MaxKept = 200;

    private readonly Dictionary<string, SqliteCommand> _free = new(StringComparer.Ordinal);

    /// <summary>Takes a statement with its values; parameters are $0, $1, … in order. Dispose gives it back.</summary>
    public Use Take(string sql, object?[] values, SqliteTransaction transaction)
    {
        if (!_free.Remove(sql, out var command))
        {
            command = connection.CreateCommand();
            command.CommandText = sql;
            for (var i = 0; i < values.Length; i++)
            {
                command.Parameters.Add(new SqliteParameter { ParameterName = "$" + i.ToString(CultureInfo.InvariantCulture) });
            }
        }

        command.Transaction = transaction;
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        return new Use(this, command);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var command in _free.Values)
        {
            command.Dispose();
        }

        _free.Clear();
    }

    // Taken while it is in use, so that a query inside a query's reading gets a statement of its own.
    private void Give(SqliteCommand command)
    {
        command.Transaction = null;
        if (_free.Count >= MaxKept || !_free.TryAdd(command.CommandText, command))
        {
            command.Dispose();
        }
    }

    /// <summary>A statement in use.</summary>
    [StructLayout(LayoutKind.Auto)]
    public readonly struct Use(StatementCache cache, SqliteCommand command) : IDisposable
    {
        /// <summary>The statement.</summary>
        public SqliteCommand Command { get; } = command;

        /// <inheritdoc/>
        public void Dispose() => cache.Give(Command);
    }
}

using System.Buffers;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace OpsAutomation.Integrations.Records.Sqlite;

/// <summary>
/// A prepared statement of one connection, straight on SQLite's own interface: under load a command and its parameters cost as
/// much as the row. Parameters are numbered in the text (?1, ?2): named ones count in the order in which they stand. Used by one
/// thread at a time.
/// </summary>
internal sealed class Statement : IDisposable
{
    // A body of an alert fits; a longer text has a rented one.
    private readonly byte[] _text = new byte[8 * 1024];
    private readonly sqlite3 _connection;
    private readonly sqlite3_stmt _statement;

    /// <summary>Prepares a statement that is run very often.</summary>
    /// <exception cref="SqliteException">The text is no statement.</exception>
    public Statement(SqliteConnection connection, string sql)
    {
        _connection = connection.Handle!;
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v3(_connection, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement), _connection);
    }

    /// <summary>Gives the parameter of this number, from 1, a number.</summary>
    public Statement With(int place, long value)
    {
        Check(raw.sqlite3_bind_int64(_statement, place, value));
        return this;
    }

    /// <summary>Gives a parameter bytes: at least one, since SQLite takes none at all for NULL.</summary>
    public Statement With(int place, ReadOnlySpan<byte> value)
    {
        Check(raw.sqlite3_bind_blob(_statement, place, value));
        return this;
    }

    /// <summary>Gives a parameter text.</summary>
    public Statement With(int place, string value)
    {
        if (value.Length == 0)
        {
            // An empty span has no address, which SQLite takes for NULL.
            Check(raw.sqlite3_bind_text(_statement, place, string.Empty));
            return this;
        }

        var most = Encoding.UTF8.GetMaxByteCount(value.Length);
        var rented = most > _text.Length ? ArrayPool<byte>.Shared.Rent(most) : null;
        try
        {
            var bytes = rented ?? _text;
            Check(raw.sqlite3_bind_text(_statement, place, bytes.AsSpan(0, Encoding.UTF8.GetBytes(value, bytes))));
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<byte>.Shared.Return(rented);
            }
        }

        return this;
    }

    /// <summary>Runs it.</summary>
    /// <returns>Rows that it changed.</returns>
    public int Run()
    {
        Step();
        return raw.sqlite3_changes(_connection);
    }

    /// <summary>Runs it and reads the number in the first column of the first row, or null where there is no row.</summary>
    public long? Number()
    {
        var (code, number) = (raw.sqlite3_step(_statement), 0L);
        if (code == raw.SQLITE_ROW)
        {
            number = raw.sqlite3_column_int64(_statement, 0);
        }

        Finish(code);
        return code == raw.SQLITE_ROW ? number : null;
    }

    /// <summary>Steps to the next row.</summary>
    /// <returns>False when there is none; then the statement is ready to be run anew.</returns>
    public bool Next()
    {
        var code = raw.sqlite3_step(_statement);
        if (code == raw.SQLITE_ROW)
        {
            return true;
        }

        Finish(code);
        return false;
    }

    /// <summary>A number of the row that was stepped to.</summary>
    public long Long(int column) => raw.sqlite3_column_int64(_statement, column);

    /// <summary>The bytes of a text or blob of the row that was stepped to, until the next step.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(_statement, column);

    /// <summary>Leaves the rows that were not stepped to, and makes the statement ready to be run anew.</summary>
    public void Reset() => _ = raw.sqlite3_reset(_statement);

    /// <inheritdoc/>
    public void Dispose() => _statement.Dispose();

    private void Step()
    {
        var code = raw.sqlite3_step(_statement);
        Finish(code);
    }

    // Reset first: a statement that failed holds its locks until then, and reports its failure once more.
    private void Finish(int code)
    {
        var reset = raw.sqlite3_reset(_statement);
        if (code is not (raw.SQLITE_ROW or raw.SQLITE_DONE))
        {
            Check(reset == raw.SQLITE_OK ? code : reset);
        }
    }

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
        {
            SqliteException.ThrowExceptionForRC(code, _connection);
        }
    }
}

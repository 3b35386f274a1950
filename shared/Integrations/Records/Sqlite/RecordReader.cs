using System.Globalization;
using Microsoft.Data.Sqlite;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Integrations.Records.Sqlite;

/// <summary>One reading connection with its prepared statements; used by one caller at a time.</summary>
internal sealed class RecordReader : IDisposable
{
    private static readonly byte[] AfterAll = [0xFF];

    private readonly SqliteConnection _connection;
    private readonly PartitionNumbers _partitions;
    private readonly SqliteCommand _findPartition, _read, _firstPage, _nextPage;

    public RecordReader(SqliteConnection connection, PartitionNumbers partitions)
    {
        (_connection, _partitions) = (connection, partitions);
        _findPartition = Prepare("SELECT id FROM records_partitions WHERE name = $1", 1);
        _read = Prepare("SELECT row, body, etag, schema FROM records WHERE partition_id = $1 AND row = $2", 2);

        // One lower and one upper bound each, so that a page costs its rows and not the partition's.
        _firstPage = Prepare("SELECT row, body, etag, schema FROM records WHERE partition_id = $1 AND row >= $2 AND row < $3 ORDER BY row LIMIT $4", 4);
        _nextPage = Prepare("SELECT row, body, etag, schema FROM records WHERE partition_id = $1 AND row > $2 AND row < $3 ORDER BY row LIMIT $4", 4);
    }

    /// <summary>One row, or null.</summary>
    public Record? Read(string partition, string row)
    {
        if (Number(partition) is not { } number)
        {
            return null;
        }

        Set(_read, number, OrdinalKey.Encode(row));
        using var reader = _read.ExecuteReader();
        return reader.Read() ? Of(partition, reader) : null;
    }

    /// <summary>The next rows: after <paramref name="after"/> where it is given, else from <paramref name="from"/> (inclusive), up to <paramref name="to"/> (exclusive).</summary>
    public List<Record> Page(string partition, string? from, string? after, string? to, int size)
    {
        var page = new List<Record>();
        if (Number(partition) is not { } number)
        {
            return page;
        }

        // An empty blob comes before every key, and 0xFF after every one.
        var command = after is null ? _firstPage : _nextPage;
        Set(command, number, OrdinalKey.Encode(after ?? from ?? string.Empty), to is null ? AfterAll : OrdinalKey.Encode(to), size);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            page.Add(Of(partition, reader));
        }

        return page;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _findPartition.Dispose();
        _read.Dispose();
        _firstPage.Dispose();
        _nextPage.Dispose();
        _connection.Dispose();
    }

    private static Record Of(string partition, SqliteDataReader reader) => new(
        partition,
        OrdinalKey.Decode(reader.GetFieldValue<byte[]>(0)),
        reader.GetString(1),
        reader.GetInt64(2).ToString(CultureInfo.InvariantCulture),
        reader.GetInt32(3));

    private long? Number(string partition)
    {
        if (_partitions.TryGet(partition, out var number))
        {
            return number;
        }

        Set(_findPartition, OrdinalKey.Encode(partition));
        if (_findPartition.ExecuteScalar() is not long found)
        {
            return null;
        }

        _partitions.Remember(partition, found);
        return found;
    }

    private SqliteCommand Prepare(string sql, int parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 1; i <= parameters; i++)
        {
            command.Parameters.Add(new SqliteParameter($"${i}", null));
        }

        return command;
    }

    private static void Set(SqliteCommand command, params ReadOnlySpan<object> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i];
        }
    }
}

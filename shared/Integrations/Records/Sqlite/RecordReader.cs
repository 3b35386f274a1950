using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Integrations.Records.Sqlite;

/// <summary>One reading connection with its prepared statements; used by one caller at a time.</summary>
internal sealed class RecordReader : IDisposable
{
    // An empty key is none, and an empty blob binds as NULL: no key comes before this one, and none after the other.
    private static readonly byte[] BeforeAll = [0];
    private static readonly byte[] AfterAll = [0xFF];

    private readonly SqliteConnection _connection;
    private readonly PartitionNumbers _partitions;
    private readonly Statement _findPartition, _read, _firstPage, _nextPage;

    public RecordReader(SqliteConnection connection, PartitionNumbers partitions)
    {
        (_connection, _partitions) = (connection, partitions);
        _findPartition = Prepare("SELECT id FROM records_partitions WHERE name = ?1");
        _read = Prepare("SELECT body, etag, schema FROM records WHERE partition_id = ?1 AND row = ?2");

        // One lower and one upper bound each, so that a page costs its rows and not the partition's.
        _firstPage = Prepare("SELECT body, etag, schema, row FROM records WHERE partition_id = ?1 AND row >= ?2 AND row < ?3 ORDER BY row LIMIT ?4");
        _nextPage = Prepare("SELECT body, etag, schema, row FROM records WHERE partition_id = ?1 AND row > ?2 AND row < ?3 ORDER BY row LIMIT ?4");
    }

    /// <summary>One row, or null.</summary>
    public Record? Read(string partition, string row)
    {
        if (Number(partition) is not { } number)
        {
            return null;
        }

        _read.With(1, number).With(2, OrdinalKey.Encode(row));
        try
        {
            return _read.Next() ? Of(_read, partition, row) : null;
        }
        finally
        {
            _read.Reset();
        }
    }

    /// <summary>Up to <paramref name="size"/> rows in order: from <paramref name="from"/> on, or behind <paramref name="after"/>.</summary>
    public List<Record> Page(string partition, string? from, string? after, string? to, int size)
    {
        var page = new List<Record>();
        if (Number(partition) is not { } number)
        {
            return page;
        }

        var statement = after is null ? _firstPage : _nextPage;
        var low = after ?? from;
        statement
            .With(1, number)
            .With(2, string.IsNullOrEmpty(low) ? BeforeAll : OrdinalKey.Encode(low))
            .With(3, to is null ? AfterAll : to.Length == 0 ? BeforeAll : OrdinalKey.Encode(to))
            .With(4, size);
        try
        {
            while (statement.Next())
            {
                page.Add(Of(statement, partition, OrdinalKey.Decode(statement.Bytes(3))));
            }
        }
        finally
        {
            statement.Reset();
        }

        return page;
    }

    public void Dispose()
    {
        _findPartition.Dispose();
        _read.Dispose();
        _firstPage.Dispose();
        _nextPage.Dispose();
        _connection.Dispose();
    }

    private static Record Of(Statement statement, string partition, string row) => new(
        partition,
        row,
        Encoding.UTF8.GetString(statement.Bytes(0)),
        statement.Long(1).ToString(CultureInfo.InvariantCulture),
        (int)statement.Long(2));

    private long? Number(string partition)
    {
        if (_partitions.TryGet(partition, out var number))
        {
            return number;
        }

        if (_findPartition.With(1, OrdinalKey.Encode(partition)).Number() is not { } found)
        {
            return null;
        }

        _partitions.Remember(partition, found);
        return found;
    }

    private Statement Prepare(string sql) => new(_connection, sql);
}

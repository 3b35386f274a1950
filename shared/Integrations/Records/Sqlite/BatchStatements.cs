using System.Globalization;
using Microsoft.Data.Sqlite;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Integrations.Records.Sqlite;

/// <summary>The writer's prepared statements. Used by the writer's thread alone.</summary>
internal sealed class BatchStatements : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly PartitionNumbers _partitions;
    private readonly Dictionary<string, long> _newPartitions = new(StringComparer.Ordinal);
    private readonly Statement _begin, _commit, _rollback, _savepoint, _release, _undo;
    private readonly Statement _takeETags, _addPartition, _findPartition, _insert, _replace, _upsert, _delete, _deleteIf, _exists;
    private long _nextETag;

    public BatchStatements(SqliteConnection connection, PartitionNumbers partitions)
    {
        (_connection, _partitions) = (connection, partitions);
        _begin = Prepare("BEGIN IMMEDIATE");
        _commit = Prepare("COMMIT");
        _rollback = Prepare("ROLLBACK");
        _savepoint = Prepare("SAVEPOINT batch");
        _release = Prepare("RELEASE batch");
        _undo = Prepare("ROLLBACK TO batch");
        _takeETags = Prepare("UPDATE records_meta SET value = value + ?1 WHERE name = 'etag' RETURNING value");
        _addPartition = Prepare("INSERT INTO records_partitions(name) VALUES(?1) ON CONFLICT DO NOTHING");
        _findPartition = Prepare("SELECT id FROM records_partitions WHERE name = ?1");
        _insert = Prepare("INSERT INTO records(partition_id, row, body, etag, schema) VALUES(?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING");
        _replace = Prepare("UPDATE records SET body = ?3, etag = ?4, schema = ?5 WHERE partition_id = ?1 AND row = ?2 AND etag = ?6");
        _upsert = Prepare("""
            INSERT INTO records(partition_id, row, body, etag, schema) VALUES(?1, ?2, ?3, ?4, ?5)
            ON CONFLICT(partition_id, row) DO UPDATE SET body = excluded.body, etag = excluded.etag, schema = excluded.schema
            """);
        _delete = Prepare("DELETE FROM records WHERE partition_id = ?1 AND row = ?2");
        _deleteIf = Prepare("DELETE FROM records WHERE partition_id = ?1 AND row = ?2 AND etag = ?3");
        _exists = Prepare("SELECT 1 FROM records WHERE partition_id = ?1 AND row = ?2");
    }

    /// <summary>Begins a transaction and reserves as many ETags as it can need. The counter is in the file: an ETag is never given twice.</summary>
    public void Begin(int changes)
    {
        _newPartitions.Clear();
        _begin.Run();
        _nextETag = _takeETags.With(1, changes).Number()!.Value - changes + 1;
    }

    /// <summary>Writes one batch, or nothing of it and returns the conflict.</summary>
    public RecordConflictException? Apply(string partition, IReadOnlyList<RecordChange> changes)
    {
        var number = Number(partition);
        if (changes.Count == 1)
        {
            // One statement is all or nothing by itself.
            return Apply(number, changes[0]) is { } refusal ? new RecordConflictException(partition, changes[0].Row, refusal) : null;
        }

        _savepoint.Run();
        RecordConflictException? conflict = null;
        foreach (var change in changes)
        {
            if (Apply(number, change) is { } reason)
            {
                conflict = new RecordConflictException(partition, change.Row, reason);
                _undo.Run();
                break;
            }
        }

        _release.Run();
        return conflict;
    }

    /// <summary>Commits; when it returns, everything is on disk.</summary>
    public void Commit()
    {
        _commit.Run();
        foreach (var (partition, number) in _newPartitions)
        {
            _partitions.Remember(partition, number);
        }
    }

    /// <summary>Ends a transaction that failed; SQLite may have ended it already.</summary>
    public void Abandon()
    {
        try
        {
            _rollback.Run();
        }
        catch (SqliteException)
        {
            // Some errors (a full disk) roll back on their own; then there is no transaction to end.
        }
    }

    /// <summary>Closes the connection after folding the log into the file.</summary>
    public void Dispose()
    {
        foreach (var command in new[] { _begin, _commit, _rollback, _savepoint, _release, _undo, _takeETags, _addPartition, _findPartition, _insert, _replace, _upsert, _delete, _deleteIf, _exists })
        {
            command.Dispose();
        }

        try
        {
            RecordFile.Execute(_connection, "PRAGMA wal_checkpoint(TRUNCATE)");
        }
        catch (SqliteException)
        {
            // Another process reads the file; the log is folded in later.
        }

        _connection.Dispose();
    }

    private string? Apply(long partition, RecordChange change)
    {
        var row = OrdinalKey.Encode(change.Row);
        switch (change)
        {
            case RecordChange.Insert insert:
                return Row(_insert, partition, row, insert.Body, insert.Schema).Run() == 1 ? null : "the row exists already";
            case RecordChange.Replace replace:
                return Row(_replace, partition, row, replace.Body, replace.Schema).With(6, ETag(replace.ETag)).Run() == 1 ? null : Difference(partition, row);
            case RecordChange.Upsert upsert:
                Row(_upsert, partition, row, upsert.Body, upsert.Schema).Run();
                return null;
            case RecordChange.Delete { ETag: null }:
                _delete.With(1, partition).With(2, row).Run();
                return null;
            case RecordChange.Delete delete:
                return _deleteIf.With(1, partition).With(2, row).With(3, ETag(delete.ETag)).Run() == 1 ? null : Difference(partition, row);
            default:
                throw new ArgumentException($"A change of type {change.GetType().Name} is not known.", nameof(change));
        }
    }

    // The places of the statements that write a row are the same.
    private Statement Row(Statement statement, long partition, byte[] row, string body, int schema) =>
        statement.With(1, partition).With(2, row).With(3, body).With(4, _nextETag++).With(5, schema);

    private string Difference(long partition, byte[] row) =>
        _exists.With(1, partition).With(2, row).Number() is null ? "the row is absent" : "the row has changed since it was read";

    // ETags of this store are numbers; any other text names a version that never was.
    private static long ETag(string etag) =>
        long.TryParse(etag, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : -1;

    // Numbered outside the savepoint: a partition that a conflict leaves empty does no harm.
    private long Number(string partition)
    {
        if (_partitions.TryGet(partition, out var number) || _newPartitions.TryGetValue(partition, out number))
        {
            return number;
        }

        var name = OrdinalKey.Encode(partition);
        _addPartition.With(1, name).Run();
        number = _findPartition.With(1, name).Number()!.Value;
        _newPartitions[partition] = number;
        return number;
    }

    private Statement Prepare(string sql) => new(_connection, sql);
}

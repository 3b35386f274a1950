using Microsoft.Data.Sqlite;

namespace OpsAutomation.Integrations.Records.Sqlite;

/// <summary>
/// The tables of a record store, and how a file of an older format becomes one of this. Rows are kept in the order in which
/// they were written, and only their keys, a few bytes each, in an index: keys are random, and a table in their order would
/// touch a page somewhere in the file for every body (format 1 did).
/// </summary>
internal static class RecordSchema
{
    private const string Columns = "partition_id, row, body, etag, schema";

    /// <summary>Creates what is missing or brings an older file to this format, in the transaction that the caller has begun.</summary>
    /// <exception cref="InvalidDataException">A newer version of the program wrote the file.</exception>
    public static void Bring(SqliteConnection connection, string path, int format)
    {
        RecordFile.Execute(connection, $"""
            CREATE TABLE IF NOT EXISTS records_meta(name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
            INSERT INTO records_meta(name, value) VALUES('format', {format}), ('etag', 0) ON CONFLICT DO NOTHING;
            CREATE TABLE IF NOT EXISTS records_partitions(id INTEGER PRIMARY KEY, name BLOB NOT NULL UNIQUE);
            """);
        var found = Number(connection, "SELECT value FROM records_meta WHERE name = 'format'");
        if (found > format)
        {
            throw new InvalidDataException(
                $"The record store '{path}' has format {found}, and this program knows formats up to {format}. A newer version wrote it: use that version, or another file.");
        }

        if (found == 1 && Number(connection, "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = 'records'") == 1)
        {
            RecordFile.Execute(connection, "ALTER TABLE records RENAME TO records_1");
            Create(connection);
            RecordFile.Execute(connection, $"INSERT INTO records({Columns}) SELECT {Columns} FROM records_1 ORDER BY etag; DROP TABLE records_1;");
        }

        Create(connection);
        RecordFile.Execute(connection, $"UPDATE records_meta SET value = {format} WHERE name = 'format' AND value < {format}");
    }

    private static void Create(SqliteConnection connection) => RecordFile.Execute(connection, """
        CREATE TABLE IF NOT EXISTS records(
            id INTEGER PRIMARY KEY, partition_id INTEGER NOT NULL, row BLOB NOT NULL, body TEXT NOT NULL, etag INTEGER NOT NULL, schema INTEGER NOT NULL);
        CREATE UNIQUE INDEX IF NOT EXISTS records_by_key ON records(partition_id, row);
        """);

    private static long Number(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}

using Microsoft.Data.Sqlite;

namespace OpsAutomation.Integrations.Records.Sqlite;

/// <summary>The file of a record store: creating it, opening connections to it, and its format version.</summary>
internal sealed class RecordFile
{
    /// <summary>The version of the tables below; raised with every change of them.</summary>
    public const int Format = 1;

    /// <summary>Milliseconds that SQLite waits for another process that writes the same file.</summary>
    private const int BusyTimeout = 5000;

    /// <summary>KiB of pages that the writer keeps: rows have random keys, and a page that is not at hand is read from the file again.</summary>
    private const int WriterCache = 32 * 1024;

    private readonly string _connectionString;

    /// <summary>Names a file; <see cref="Prepare"/> creates it.</summary>
    public RecordFile(string path)
    {
        Path = System.IO.Path.GetFullPath(path);
        _connectionString = new SqliteConnectionStringBuilder { DataSource = Path, Pooling = false, Mode = SqliteOpenMode.ReadWrite }.ToString();
    }

    /// <summary>Absolute path.</summary>
    public string Path { get; }

    /// <summary>Creates the file for its owner alone where it is missing, and checks the format where it is not.</summary>
    /// <exception cref="InvalidDataException">The file is no database, or a newer version of the program wrote it.</exception>
    public void Prepare()
    {
        Create();
        try
        {
            using var connection = Open();
            Execute(connection, """
                CREATE TABLE IF NOT EXISTS records_meta(name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
                INSERT INTO records_meta(name, value) VALUES('format', 1), ('etag', 0) ON CONFLICT DO NOTHING;
                """);
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT value FROM records_meta WHERE name = 'format'";
            var format = (long)command.ExecuteScalar()!;
            if (format > Format)
            {
                throw new InvalidDataException(
                    $"The record store '{Path}' has format {format}, and this program knows formats up to {Format}. A newer version wrote it: use that version, or another file.");
            }

            Execute(connection, """
                CREATE TABLE IF NOT EXISTS records_partitions(id INTEGER PRIMARY KEY, name BLOB NOT NULL UNIQUE);
                CREATE TABLE IF NOT EXISTS records(
                    partition_id INTEGER NOT NULL, row BLOB NOT NULL, body TEXT NOT NULL, etag INTEGER NOT NULL, schema INTEGER NOT NULL,
                    PRIMARY KEY(partition_id, row)) WITHOUT ROWID;
                """);
        }
        catch (SqliteException e) when (e.SqliteErrorCode is 26 or 11)
        {
            // 26 SQLITE_NOTADB, 11 SQLITE_CORRUPT.
            throw new InvalidDataException($"The record store '{Path}' is no SQLite database, or is damaged: {e.Message}", e);
        }
    }

    /// <summary>Opens a connection with the settings that durability rests on.</summary>
    public SqliteConnection Open()
    {
        var connection = new SqliteConnection(_connectionString);
        try
        {
            connection.Open();
            // FULL: a commit is on disk when it returns. With group commit it costs about the same as NORMAL (DESIGN section 6).
            Execute(connection, $"PRAGMA busy_timeout = {BusyTimeout}; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000;");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Opens the connection of the one writer.</summary>
    public SqliteConnection OpenForWriting()
    {
        var connection = Open();
        Execute(connection, $"PRAGMA cache_size = -{WriterCache}");
        return connection;
    }

    /// <summary>Runs statements that answer nothing.</summary>
    public static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    // SQLite gives the -wal and -shm files the permissions of the database, so the owner's alone is enough here.
    private void Create()
    {
        if (System.IO.Path.GetDirectoryName(Path) is { Length: > 0 } directory && !Directory.Exists(directory))
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(directory);
            }
            else
            {
                Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }

        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite | FileShare.Delete };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var _ = new FileStream(Path, options);
    }
}

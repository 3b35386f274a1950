using Microsoft.Data.Sqlite;

namespace OpsAutomation.Integrations.Records.Sqlite;

/// <summary>The file of a record store: creating it, opening connections to it, and its format version.</summary>
internal sealed class RecordFile
{
    /// <summary>The version of the tables below; raised with every change of them.</summary>
    public const int Format = 2;

    /// <summary>Milliseconds that SQLite waits for another process that writes the same file.</summary>
    private const int BusyTimeout = 30_000;

    /// <summary>Bytes of a page of a new file: a body of an alert fits on one, with another beside it. A file keeps what it was made with.</summary>
    private const int PageSize = 8192;

    /// <summary>Pages of the log after which they are copied into the file; 64 MB. A page that changes often is copied once for all of them.</summary>
    private const int CheckpointPages = 8000;

    /// <summary>KiB of pages that the writer keeps: the index has random keys, and a page that is not at hand is read from the file again.</summary>
    private const int WriterCache = 32 * 1024;

    /// <summary>KiB of pages that a reader keeps: every commit makes it forget them, so more would be held and not used.</summary>
    private const int ReaderCache = 512;

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
            Execute(connection, "BEGIN IMMEDIATE");
            RecordSchema.Bring(connection, Path, Format);
            Execute(connection, "COMMIT");
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
            Execute(connection, $"PRAGMA busy_timeout = {BusyTimeout}; PRAGMA page_size = {PageSize}; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = {CheckpointPages};");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Opens the connection of the one writer.</summary>
    public SqliteConnection OpenForWriting() => Open(WriterCache);

    /// <summary>Opens a connection that only reads.</summary>
    public SqliteConnection OpenForReading() => Open(ReaderCache);

    private SqliteConnection Open(int cache)
    {
        var connection = Open();
        Execute(connection, $"PRAGMA cache_size = -{cache}");
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

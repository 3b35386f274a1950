using Microsoft.Data.Sqlite;

namespace OpsAutomation.SimulatedAzure.Store;

/// <summary>
/// The one SQLite file that holds everything the simulation knows: WAL, <c>synchronous=FULL</c>, one writer.
/// A turn is one transaction, committed before its answer leaves, so that a kill at any moment resets nothing.
/// </summary>
internal sealed class SimStore : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SqliteConnection _connection;
    private readonly StatementCache _statements;
    private bool _closed;

    /// <summary>Opens or creates the file. Its folder is created too.</summary>
    /// <param name="path">Path of the database file.</param>
    /// <param name="seed">Seed from which every id of this file is derived.</param>
    public SimStore(string path, int seed)
    {
        Seed = seed;
        Prepare(Path.GetFullPath(path));
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        _connection.Open();
        using var command = _connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000; " + SimSchema.Tables;
        command.ExecuteNonQuery();
        command.CommandText = SimSchema.LacksVersions;
        if (command.ExecuteScalar() is 1L)
        {
            command.CommandText = SimSchema.AddVersions;
            command.ExecuteNonQuery();
        }

        _statements = new StatementCache(_connection);
    }

    /// <summary>Seed from which ids and noise are derived.</summary>
    public int Seed { get; }

    /// <summary>Runs one turn in a transaction and commits it; an exception rolls it back and is thrown on.</summary>
    /// <exception cref="ObjectDisposedException">The simulation is already closed.</exception>
    public T Run<T>(Func<StoreSession, T> turn)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            using var transaction = _connection.BeginTransaction(deferred: true);
            var result = turn(new StoreSession(_statements, transaction, Seed));
            transaction.Commit();
            return result;
        }
    }

    /// <summary>Runs one turn that returns nothing.</summary>
    public void Run(Action<StoreSession> turn) => Run(session =>
    {
        turn(session);
        return true;
    });

    // For its owner alone: sinks hold messages with signed links. SQLite gives the files beside it the same permissions.
    private static void Prepare(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite | FileShare.Delete };
        var folder = Path.GetDirectoryName(path)!;
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            new FileStream(path, options).Dispose();
            return;
        }

        const UnixFileMode ownerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Directory.CreateDirectory(folder, ownerOnly | UnixFileMode.UserExecute);
        options.UnixCreateMode = ownerOnly;
        using var file = new FileStream(path, options);
        File.SetUnixFileMode(file.SafeFileHandle, ownerOnly);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            _statements.Dispose();
            _connection.Dispose();
        }
    }
}

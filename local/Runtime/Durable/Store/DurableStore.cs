using System.Collections.Concurrent;

namespace OpsAutomation.Runtime.Durable.Store;

/// <summary>The engine's SQLite file: one writer with group commit, any number of readers.</summary>
internal sealed class DurableStore : IDisposable
{
    private readonly string _path;
    private readonly OwnerLock _owner;
    private readonly StoreWriter _writer;
    private readonly ConcurrentBag<SqlSession> _readers = [];
    private volatile bool _closed;

    private DurableStore(string path, OwnerLock owner, StoreWriter writer, string id)
    {
        _path = path;
        _owner = owner;
        _writer = writer;
        Id = id;
    }

    /// <summary>Names this database; ids that the engine makes up are derived from it.</summary>
    internal string Id { get; }

    public void Dispose()
    {
        if (_closed)
        {
            return;
        }

        _closed = true;
        _writer.Dispose();
        while (_readers.TryTake(out var reader))
        {
            reader.Dispose();
        }

        _owner.Dispose();
    }

    /// <summary>Opens the file, creates it when absent.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="newId">Names a database that is created now.</param>
    /// <param name="commitHook">A test's hand in the commits.</param>
    /// <exception cref="InvalidOperationException">Another engine has the file, or its schema has another version.</exception>
    internal static DurableStore Open(string path, string newId, Action<CommitPoint>? commitHook = null)
    {
        var full = Path.GetFullPath(path);
        Hosting.DataFolder.Ensure(Path.GetDirectoryName(full)!);
        var owner = OwnerLock.Take(full);
        try
        {
            Hosting.OwnerFile.Ensure(full);
            var session = new SqlSession(full, create: true);
            try
            {
                var id = Prepare(session, full, newId);
                return new DurableStore(full, owner, new StoreWriter(session, commitHook), id);
            }
            catch
            {
                session.Dispose();
                throw;
            }
        }
        catch
        {
            owner.Dispose();
            throw;
        }
    }

    /// <summary>Writes; completes when durable.</summary>
    internal Task<T> WriteAsync<T>(Func<SqlSession, T> work) => _writer.WriteAsync(work);

    /// <summary>Reads what is committed.</summary>
    internal T Read<T>(Func<SqlSession, T> query)
    {
        if (_closed)
        {
            throw new StoreClosedException("The durable store is closed.");
        }

        if (!_readers.TryTake(out var session))
        {
            session = new SqlSession(_path, create: false);
        }

        try
        {
            return query(session);
        }
        finally
        {
            if (_closed)
            {
                session.Dispose();
            }
            else
            {
                _readers.Add(session);
            }
        }
    }

    private static string Prepare(SqlSession session, string path, string newId)
    {
        var exists = session.Query("SELECT 1 FROM sqlite_master WHERE name = 'dt_meta'", static r => r.GetInt64(0)).Count > 0;
        if (!exists)
        {
            session.Script("BEGIN IMMEDIATE;" + Schema.Create);
            session.Run("INSERT INTO dt_meta (key, value) VALUES ('schema', $1), ('id', $2)", $"{Schema.Version}", newId);
            session.Script("COMMIT");
        }

        var meta = session.Query("SELECT key, value FROM dt_meta", static r => (Key: r.GetString(0), Value: r.GetString(1)))
            .ToDictionary(static r => r.Key, static r => r.Value, StringComparer.Ordinal);
        return meta["schema"] == $"{Schema.Version}"
            ? meta["id"]
            : throw new InvalidOperationException(
                $"The durable database '{path}' has schema {meta["schema"]}; this program knows schema {Schema.Version}. Use the program that wrote it, or another file.");
    }
}

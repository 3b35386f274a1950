using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;

namespace OpsAutomation.SimulatedAzure.Store;

/// <summary>One transaction of the file: parameterised statements, and ids derived from the seed and a stored counter.</summary>
internal sealed class StoreSession(StatementCache statements, SqliteTransaction transaction, int seed)
{
    /// <summary>Seed of the file.</summary>
    public int Seed { get; } = seed;

    /// <summary>Runs a statement; parameters are $0, $1, … in order.</summary>
    /// <returns>Rows changed.</returns>
    public int Execute(string sql, params object?[] values)
    {
        using var use = statements.Take(sql, values, transaction);
        return use.Command.ExecuteNonQuery();
    }

    /// <summary>Runs an insert and returns the row id it got.</summary>
    public long Insert(string sql, params object?[] values)
    {
        Execute(sql, values);
        using var use = statements.Take("SELECT last_insert_rowid()", [], transaction);
        return (long)use.Command.ExecuteScalar()!;
    }

    /// <summary>Reads rows, all at once.</summary>
    public List<T> Query<T>(string sql, Func<SqliteDataReader, T> read, params object?[] values)
    {
        using var use = statements.Take(sql, values, transaction);
        using var reader = use.Command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    /// <summary>Reads one text value, or null.</summary>
    public string? Text(string sql, params object?[] values)
    {
        using var use = statements.Take(sql, values, transaction);
        return use.Command.ExecuteScalar() as string;
    }

    /// <summary>Reads one number, or null.</summary>
    public long? Number(string sql, params object?[] values)
    {
        using var use = statements.Take(sql, values, transaction);
        return use.Command.ExecuteScalar() as long?;
    }

    /// <summary>A value that outlives the process, or null.</summary>
    public string? Meta(string name) => Text("SELECT value FROM meta WHERE name = $0", name);

    /// <summary>Stores a value that outlives the process.</summary>
    public void SetMeta(string name, string value) =>
        Execute("INSERT INTO meta VALUES($0, $1) ON CONFLICT(name) DO UPDATE SET value = excluded.value", name, value);

    /// <summary>The next id: looks random, is the same in every run with the same seed and the same order of calls.</summary>
    public Guid NextId()
    {
        var next = long.Parse(Meta("ids") ?? "0", CultureInfo.InvariantCulture) + 1;
        SetMeta("ids", next.ToString(CultureInfo.InvariantCulture));
        return DerivedId(Seed, "id", next.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>A stable id: the hash of the parts in the shape of a version 8 UUID (RFC 9562, section 5.8).</summary>
    public static Guid DerivedId(int seed, params string[] parts)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}\n{string.Join('\n', parts)}"), hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}

using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace OpsAutomation.Cli.Bench;

/// <summary>Our system as <c>ops up</c> serves it, on a fresh folder. Its files are read while it runs, to see what is on disk.</summary>
internal sealed class OurServer : ServerProcess
{
    /// <summary>Port of the simulated Azure.</summary>
    public int SimPort { get; } = FreePort();

    private string Data => Path.Combine(Folder, "data");

    private string CounterPath => Path.Combine(Folder, "counters.json");

    private string CollectPath => Path.Combine(Folder, "collect");

    /// <summary>What the stores of the process have done, up to half a second ago.</summary>
    public IReadOnlyDictionary<string, long> Counters => CounterFile.Read(CounterPath);

    /// <summary>Starts it.</summary>
    /// <param name="catalog">The catalogue.</param>
    /// <param name="estate">The estate, or null.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<OurServer> StartAsync(string catalog, string? estate, CancellationToken cancellationToken)
    {
        var server = new OurServer();
        var start = OwnProgram.With(
            "up", "--data", server.Data, "--catalog", catalog,
            "--port", server.Port.ToString(CultureInfo.InvariantCulture), "--sim-port", server.SimPort.ToString(CultureInfo.InvariantCulture),

            "--collect", server.CollectPath,

            // The system's own alert, every few minutes, would be counted with those of the load.
            "--synthetic", "0");
        // What is counted below stands in the SQLite files.
        start.Environment.Remove("AzureWebJobsStorage");
        if (estate is not null)
        {
            // Counting is not free: only where what was counted is told.
            foreach (var argument in new[] { "--estate", estate, "--counters", server.CounterPath })
            {
                start.ArgumentList.Add(argument);
            }
        }

        try
        {
            await server.StartAsync(start, "/api/health", cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public override async Task CollectAsync(CancellationToken cancellationToken)
    {
        await File.WriteAllTextAsync(CollectPath, string.Empty, cancellationToken);
        while (File.Exists(CollectPath))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>The function key that senders use.</summary>
    public string Key()
    {
        using var keys = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Data, "keys.json")));
        return keys.RootElement.GetProperty("functionKeys").GetProperty("default").GetString()!;
    }

    /// <summary>Alerts in the intake ledger, on disk.</summary>
    public long Stored() => Count(
        "records.db", "SELECT COUNT(*) FROM records WHERE partition_id IN (SELECT id FROM records_partitions WHERE CAST(name AS TEXT) LIKE 'intake-%')");

    /// <summary>Alerts that have their disposition, on disk. By the index alone, so that asking often costs the server little.</summary>
    public long Decided() => Count(
        "records.db",
        """
        SELECT COUNT(*) FROM records_partitions p JOIN records r ON r.partition_id = p.id AND r.row >= CAST('cur-' AS BLOB) AND r.row < CAST('cur.' AS BLOB)
        WHERE p.name >= CAST('scope-' AS BLOB) AND p.name < CAST('scope.' AS BLOB)
        """);

    /// <summary>Orchestrations that were ever started.</summary>
    public long Orchestrations() => Count("runtime.db", "SELECT COUNT(*) FROM dt_instances");

    private long Count(string file, string sql)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(Data, file),
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
        }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}

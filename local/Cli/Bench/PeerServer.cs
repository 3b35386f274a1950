using System.Diagnostics;
using System.Globalization;
using OpsAutomation.Cli.Verbs;

namespace OpsAutomation.Cli.Bench;

/// <summary>Alertmanager as installed on this machine: one node, storage in a folder of its own, one route that notifies nobody.</summary>
internal sealed class PeerServer : ServerProcess
{
    private static readonly string[] Names = ["prometheus-alertmanager", "alertmanager"];

    /// <summary>Where it is installed; null when it is not.</summary>
    public static string? Program { get; } = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(folder => Names.Select(name => Path.Combine(folder, name)))
        .FirstOrDefault(File.Exists);

    /// <summary>Starts it.</summary>
    /// <exception cref="CliException">It is not installed, or does not start.</exception>
    public static async Task<PeerServer> StartAsync(CancellationToken cancellationToken)
    {
        var program = Program ?? throw new CliException("Alertmanager is not installed, so there is nothing to compare with. On Debian: apt-get install prometheus-alertmanager.");
        var server = new PeerServer();
        var config = Path.Combine(server.Folder, "alertmanager.yml");
        await File.WriteAllTextAsync(config, "route:\n  receiver: nobody\nreceivers:\n  - name: nobody\n", cancellationToken);
        try
        {
            var start = new ProcessStartInfo(program);
            start.ArgumentList.Add($"--config.file={config}");
            start.ArgumentList.Add($"--storage.path={Path.Combine(server.Folder, "data")}");
            start.ArgumentList.Add($"--web.listen-address=127.0.0.1:{server.Port.ToString(CultureInfo.InvariantCulture)}");
            start.ArgumentList.Add("--cluster.listen-address=");
            start.ArgumentList.Add("--log.level=error");
            await server.StartAsync(start, "/-/ready", cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    /// <remarks>By Go's own door: a profile of the heap begins with a collection (net/http/pprof, "gc").</remarks>
    public override async Task CollectAsync(CancellationToken cancellationToken)
    {
        using var http = new HttpClient();
        await http.GetByteArrayAsync(new Uri($"http://127.0.0.1:{Port.ToString(CultureInfo.InvariantCulture)}/debug/pprof/heap?gc=1"), cancellationToken);
    }
}

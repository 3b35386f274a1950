using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using OpsAutomation.Testing;
using OpsAutomation.Testing.Systems.Processes;

namespace OpsAutomation.Integration.Integrations.Tables;

/// <summary>The blob service of Azurite, likewise.</summary>
public sealed class AzuriteBlobs() : Azurite("blob");

/// <summary>The table service of Azurite as a child process, in memory, on a port of its own; one for all tests of a class.</summary>
public class Azurite : IAsyncLifetime
{
    private const int MaxAttempts = 600;

    private readonly string _directory = Directory.CreateTempSubdirectory("ops-azurite-").FullName;
    private readonly string _service;
    private Process? _process;
    private int _port;

    public Azurite()
        : this("table")
    {
    }

    private protected Azurite(string service) => _service = service;

    /// <summary>Why it cannot run here, or null when it can.</summary>
    public static string? Missing { get; } =
        Programs.Find("node") is null ? "Node.js is not installed."
        : ScriptPath("table") is null ? "Azurite is not installed: npm ci --prefix tests/EndToEnd"
        : null;

    /// <summary>How it is entered; the key is the one that every emulator has.</summary>
    public string ConnectionString =>
        "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;"
        + $"{char.ToUpperInvariant(_service[0])}{_service[1..]}Endpoint=http://127.0.0.1:{_port}/devstoreaccount1";

    public async Task InitializeAsync()
    {
        if (Missing is not null)
        {
            return;
        }

        _port = FreePorts.Take(1)[0];
        var start = new ProcessStartInfo(Programs.Find("node")!) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _directory };
        foreach (var argument in new[] { ScriptPath(_service)!, $"--{_service}Host", "127.0.0.1", $"--{_service}Port", $"{_port}", "--inMemoryPersistence", "--silent", "--disableTelemetry" })
        {
            start.ArgumentList.Add(argument);
        }

        _process = Process.Start(start) ?? throw new InvalidOperationException("Azurite did not start.");
        _process.OutputDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        await UntilReadyAsync(_process);
    }

    public async Task DisposeAsync()
    {
        if (_process is not null)
        {
            if (!_process.HasExited)
            {
                _process.Kill(entireProcessTree: true);
            }

            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        Directory.Delete(_directory, recursive: true);
    }

    private async Task UntilReadyAsync(Process process)
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            if (process.HasExited)
            {
                throw new InvalidOperationException($"Azurite ended with {process.ExitCode}: {await process.StandardError.ReadToEndAsync()}");
            }

            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, _port);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
            }
        }

        throw new TimeoutException("Azurite was not ready in a minute.");
    }

    private static string? ScriptPath(string service) =>
        Path.Combine(Checkout.Root, $"tests/EndToEnd/node_modules/azurite/dist/src/{service}/main.js") is var path && File.Exists(path) ? path : null;
}

/// <summary>A test that needs Azurite: skipped, with the reason, where it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AzuriteFactAttribute : FactAttribute
{
    public AzuriteFactAttribute() => Skip = Azurite.Missing;
}

/// <summary>As <see cref="AzuriteFactAttribute"/>, for a theory.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AzuriteTheoryAttribute : TheoryAttribute
{
    public AzuriteTheoryAttribute() => Skip = Azurite.Missing;
}

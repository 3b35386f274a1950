using System.Diagnostics;
using System.Text;

namespace OpsAutomation.Testing.Systems.Processes;

/// <summary>
/// <c>ops up</c> as a process of its own, on a data folder and ports that stay the same over kills and restarts. It is
/// what a user starts: nothing of it runs in the process of the test.
/// </summary>
public sealed class OpsProcess : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ops-process-");
    private readonly StringBuilder _output = new();
    private readonly int _port;
    private readonly int _simPort;
    private Process? _process;
    private OpsApi? _api;
    private SimApi? _sim;

    private OpsProcess()
    {
        var ports = FreePorts.Take(2);
        (_port, _simPort) = (ports[0], ports[1]);
    }

    /// <summary>Where functions and pages are.</summary>
    public Uri Address => new($"http://127.0.0.1:{_port}");

    /// <summary>Folder of everything that outlives the process.</summary>
    public string Data => Path.Combine(_folder.FullName, "data");

    /// <summary>The HTTP surface.</summary>
    public OpsApi Api => _api ?? throw new InvalidOperationException("It was never launched.");

    /// <summary>The simulated Azure.</summary>
    public SimApi Sim => _sim ?? throw new InvalidOperationException("It was never launched.");

    /// <summary>What it has printed, over all its lives.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>Starts a new system in a folder of its own and waits until it is healthy.</summary>
    public static async Task<OpsProcess> StartAsync()
    {
        var ops = new OpsProcess();
        try
        {
            await ops.RestartAsync();
            return ops;
        }
        catch
        {
            await ops.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it and waits until it is healthy.</summary>
    public async Task RestartAsync()
    {
        Launch();
        await Eventually.BeAsync("ops up is healthy", async () =>
        {
            if (_process!.HasExited)
            {
                throw new InvalidOperationException($"ops up ended with {_process.ExitCode}:\n{Output}");
            }

            return await Api.IsHealthyAsync();
        });
    }

    /// <summary>Starts it and does not wait for anything.</summary>
    public void Launch()
    {
        if (_process is { HasExited: false })
        {
            throw new InvalidOperationException("It runs already.");
        }

        _process?.Dispose();
        _api?.Dispose();
        _sim?.Dispose();
        _api = new OpsApi(Address, Path.Combine(Data, "keys.json"));
        _sim = new SimApi(new Uri($"http://127.0.0.1:{_simPort}"));
        var start = new ProcessStartInfo(Executable())
        {
            WorkingDirectory = _folder.FullName,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] arguments = ["up", "--data", Data, "--port", $"{_port}", "--sim-port", $"{_simPort}", "--synthetic", "0"];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Ends it as a power cut would (SIGKILL): it can do nothing about it.</summary>
    public async Task KillAsync()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process?.Dispose();
        _api?.Dispose();
        _sim?.Dispose();
        _folder.Delete(recursive: true);
    }

    // The build puts the executable beside the tests, as a reference of Testing.
    private static string Executable()
    {
        var path = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "ops.exe" : "ops");
        return File.Exists(path) ? path : throw new FileNotFoundException("The ops executable is not beside the tests; build the solution.", path);
    }

    private void Keep(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using OpsAutomation.Cli.Verbs;

namespace OpsAutomation.Cli.Bench;

/// <summary>A server under test: a process of its own, a folder of its own, gone when it is disposed.</summary>
internal abstract class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(60);
    private static int _ports;
    private readonly Queue<string> _said = new();

    protected ServerProcess()
    {
        Folder = Directory.CreateTempSubdirectory("ops-bench-").FullName;
        Port = FreePort();
    }

    /// <summary>Port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>Memory that the process holds now, in bytes.</summary>
    public long Resident
    {
        get
        {
            Process.Refresh();
            return Process.WorkingSet64;
        }
    }

    /// <summary>Processor time that the process has used.</summary>
    public TimeSpan Processor
    {
        get
        {
            Process.Refresh();
            return Process.TotalProcessorTime;
        }
    }

    /// <summary>Waits until the process does next to nothing: less than a twentieth of a processor for three seconds, or <paramref name="longest"/> has passed.</summary>
    public async Task UntilQuietAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        TimeSpan before;
        do
        {
            before = Processor;
            await Task.Delay(TimeSpan.FromSeconds(3), TimeProvider.System, cancellationToken);
        }
        while (Processor - before > TimeSpan.FromSeconds(0.15) && Stopwatch.GetElapsedTime(began) < longest);
    }

    /// <summary>Its folder.</summary>
    protected string Folder { get; }

    /// <summary>Has it collect its garbage.</summary>
    public abstract Task CollectAsync(CancellationToken cancellationToken);

    private Process Process { get; set; } = new();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!Process.HasExited)
        {
            Process.Kill();
            await Process.WaitForExitAsync();
        }
        else
        {
            await Console.Error.WriteLineAsync($"The server ended by itself, with code {Process.ExitCode}. It said: {string.Join(" | ", _said)}");
        }

        Process.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Starts it and waits until <paramref name="ready"/> answers.</summary>
    protected async Task StartAsync(ProcessStartInfo start, string ready, CancellationToken cancellationToken)
    {
        start.UseShellExecute = false;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        Process = Process.Start(start) ?? throw new CliException($"{start.FileName} cannot be started.");
        var errors = _said;
        Process.ErrorDataReceived += (_, line) => Keep(errors, line.Data);
        Process.OutputDataReceived += (_, line) => Keep(errors, line.Data);
        Process.BeginErrorReadLine();
        Process.BeginOutputReadLine();
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{Port.ToString(CultureInfo.InvariantCulture)}") };
        var began = Stopwatch.GetTimestamp();
        while (!await AnswersAsync(http, ready, cancellationToken))
        {
            if (Process.HasExited || Stopwatch.GetElapsedTime(began) > LongestStart)
            {
                throw new CliException($"{Path.GetFileName(start.FileName)} did not start. It said: {string.Join(" | ", errors)}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>
    /// A port that nobody uses now, below those that systems give to outgoing connections: while a server is not up yet, a
    /// connection to a port of those can be given that very port, and meets itself.
    /// </summary>
    protected static int FreePort()
    {
        while (true)
        {
            var port = 20_000 + ((Environment.ProcessId + Interlocked.Increment(ref _ports)) % 10_000);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken: the next one.
            }
        }
    }

    private static void Keep(Queue<string> lines, string? line)
    {
        lock (lines)
        {
            if (line is not null)
            {
                lines.Enqueue(line);
            }

            while (lines.Count > 10)
            {
                lines.Dequeue();
            }
        }
    }

    private static async Task<bool> AnswersAsync(HttpClient http, string path, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await http.GetAsync(path, cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}

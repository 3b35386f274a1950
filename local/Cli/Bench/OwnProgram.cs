using System.Diagnostics;
using System.Text.Json;
using OpsAutomation.Cli.Verbs;

namespace OpsAutomation.Cli.Bench;

/// <summary>Starts this program again as a process of its own.</summary>
internal static class OwnProgram
{
    /// <summary>How to start it with some arguments.</summary>
    public static ProcessStartInfo With(params ReadOnlySpan<string> arguments)
    {
        var program = Environment.ProcessPath ?? throw new CliException("The path of this program cannot be told.");
        var start = new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        if (Path.GetFileNameWithoutExtension(program).Equals("dotnet", StringComparison.OrdinalIgnoreCase))
        {
            start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "ops.dll"));
        }

        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return start;
    }

    /// <summary>Runs the load generator in a process of its own.</summary>
    public static async Task<LoadResult> LoadAsync(LoadJob job, CancellationToken cancellationToken)
    {
        var start = With("bench", "load");

        // Completions on the thread that saw the socket: half the cost of a request for a client that does nothing else.
        start.Environment["DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS"] = "1";
        using var process = Process.Start(start) ?? throw new CliException("The load generator cannot be started.");
        try
        {
            await process.StandardInput.WriteAsync(JsonSerializer.Serialize(job));
            process.StandardInput.Close();
            var answer = await process.StandardOutput.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode == ExitCodes.Done && JsonSerializer.Deserialize<LoadResult>(answer) is { } result
                ? result
                : throw new CliException("The load generator failed; what it says stands above.");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }
}

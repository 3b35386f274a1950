using System.CommandLine;
using OpsAutomation.Runtime.Functions;
using OpsAutomation.SimulatedAzure.Estates;

namespace OpsAutomation.Cli.Verbs;

/// <summary>What every verb answers to the shell: 0 done, 1 the thing asked about is not well, 2 wrong usage.</summary>
internal static class ExitCodes
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>The thing asked about is not well.</summary>
    public const int NotWell = 1;

    /// <summary>Wrong usage.</summary>
    public const int Usage = 2;

    // Longer than the host waits for what is running, so that Ctrl+C ends in order.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(35);

    /// <summary>Parses and runs; a usage error prints every problem and answers 2, an expected failure prints one line and answers 1.</summary>
    public static async Task<int> RunAsync(RootCommand root, string[] args)
    {
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                await Console.Error.WriteLineAsync(error.Message);
            }

            await Console.Error.WriteLineAsync("Try --help.");
            return Usage;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = Patience });
        }
        catch (CliException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return e.ExitCode;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Interrupted.");
            return NotWell;
        }
        catch (Exception e) when (e is HostStartException or EstateException or IOException or UnauthorizedAccessException or InvalidDataException)
        {
            // A taken port, a file that cannot be read or is not what it should be: the message says which, and no trace helps.
            await Console.Error.WriteLineAsync(e.Message);
            return NotWell;
        }
    }
}

/// <summary>A failure that a user can do something about; its message is all that is printed.</summary>
/// <param name="message">What is wrong and what to do.</param>
/// <param name="exitCode">The exit code.</param>
/// <param name="innerException">What it came from.</param>
internal sealed class CliException(string message, int exitCode = ExitCodes.NotWell, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>The exit code.</summary>
    public int ExitCode { get; } = exitCode;
}

using System.CommandLine;

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
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (CliException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return e.ExitCode;
        }
    }
}

/// <summary>A failure that a user can do something about; its message is all that is printed.</summary>
/// <param name="message">What is wrong and what to do.</param>
/// <param name="exitCode">The exit code.</param>
internal sealed class CliException(string message, int exitCode = ExitCodes.NotWell) : Exception(message)
{
    /// <summary>The exit code.</summary>
    public int ExitCode { get; } = exitCode;
}

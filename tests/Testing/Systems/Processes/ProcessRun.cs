using System.Diagnostics;

namespace OpsAutomation.Testing.Systems.Processes;

/// <summary>Runs a program and waits for its end, for at most a minute and a half.</summary>
public static class ProcessRun
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>Runs it in the folder of the solution; what does not end in time is killed with its children.</summary>
    /// <param name="start">The program, its arguments and its environment.</param>
    /// <exception cref="OperationCanceledException">It did not end in time.</exception>
    public static async Task<(int Code, string Output, string Errors)> ToEndAsync(ProcessStartInfo start)
    {
        ArgumentNullException.ThrowIfNull(start);
        start.UseShellExecute = false;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.WorkingDirectory = Checkout.Root;
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        var output = process.StandardOutput.ReadToEndAsync(patience.Token);
        var errors = process.StandardError.ReadToEndAsync(patience.Token);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return (process.ExitCode, await output, await errors);
    }
}

using Microsoft.Extensions.Hosting;
using OpsAutomation.Runtime.Durable;
using OpsAutomation.Runtime.Timers;

namespace OpsAutomation.Runtime.Hosting;

/// <summary>
/// Starts and stops the engine and the timers in their place: after the app's own hosted services, before the server
/// accepts; and when stopping, after the server has drained and before the app's services stop.
/// </summary>
internal sealed class HostedParts(Func<DurableEngine> engine, Func<TimerFunctions> timers, CancellationTokenSource stopping) : IHostedService
{
    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await engine().StartAsync(cancellationToken);
        timers().Start();
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync();
        try
        {
            await timers().DisposeAsync().AsTask().WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // A timer function ignores its cancellation; the stop does not wait longer. The engine must still close its file.
        }

        await engine().StopAsync(cancellationToken);
    }
}

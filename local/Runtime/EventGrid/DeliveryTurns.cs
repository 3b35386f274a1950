using OpsAutomation.Runtime.Clock;
using OpsAutomation.Runtime.Http;

namespace OpsAutomation.Runtime.EventGrid;

/// <summary>
/// Lets deliveries yield to callers: on one machine both want the same processors, and what was accepted is safe on disk, while who
/// is not served may give up. The first delivery goes at once; while callers wait, each next one pauses in proportion to what the
/// last one took, and never long, so that work goes on however long the load lasts.
/// </summary>
internal sealed class DeliveryTurns(Pressure pressure, TimeProvider clock, WorkLedger ledger)
{
    /// <summary>The pause in parts of the last delivery: a tenth of the time is left for deliveries.</summary>
    internal const int Share = 9;

    /// <summary>The longest pause. Event Grid waits 30 seconds for an answer.</summary>
    internal static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    private readonly Lock _gate = new();
    private long _ended = clock.GetTimestamp();
    private TimeSpan _pause;

    /// <summary>Runs a delivery when it is its turn.</summary>
    internal async Task TakeAsync(Func<Task> deliver, CancellationToken cancellationToken)
    {
        while (pressure.IsHigh && IsEarly())
        {
            await ledger.DelayAsync(clock, Look, cancellationToken);
        }

        var began = clock.GetTimestamp();
        try
        {
            await deliver();
        }
        finally
        {
            var pause = clock.GetElapsedTime(began) * Share;
            lock (_gate)
            {
                (_ended, _pause) = (clock.GetTimestamp(), pause < LongestPause ? pause : LongestPause);
            }
        }
    }

    private bool IsEarly()
    {
        lock (_gate)
        {
            return clock.GetElapsedTime(_ended) < _pause;
        }
    }
}

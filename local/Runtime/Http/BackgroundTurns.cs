using OpsAutomation.Runtime.Clock;

namespace OpsAutomation.Runtime.Http;

/// <summary>
/// Lets work in the background yield to callers: on one machine both want the same processors, and what was accepted is safe on disk,
/// while who is not served may give up. While callers wait, one piece runs at a time, in the order in which they came, and each next
/// one pauses in proportion to what the last one took, and never long: so work goes on however long the load lasts. The first goes at
/// once, and without pressure all of them do.
/// </summary>
/// <param name="pressure">Whether callers wait.</param>
/// <param name="clock">The time.</param>
/// <param name="ledger">Where who pauses is parked.</param>
/// <param name="longestPause">The longest pause between two pieces.</param>
internal sealed class BackgroundTurns(Pressure pressure, TimeProvider clock, WorkLedger ledger, TimeSpan longestPause)
{
    /// <summary>The pause in parts of the last piece of work: a twentieth of the time is left for work.</summary>
    internal const int Share = 19;

    /// <summary>The longest pause between deliveries.</summary>
    internal static readonly TimeSpan LongestForDeliveries = TimeSpan.FromSeconds(5);

    /// <summary>The longest pause between activities: incidents have many, and people wait for them.</summary>
    internal static readonly TimeSpan LongestForActivities = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    // Work that hangs, or waits for other work of its kind, must not hold that up for ever.
    private static readonly TimeSpan LongestTurn = TimeSpan.FromSeconds(5);

    // Half of what Event Grid waits.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(15);

    private readonly Lock _gate = new();
    private readonly LinkedList<long> _waiting = [];
    private long _began = clock.GetTimestamp();
    private long _ended = clock.GetTimestamp();
    private TimeSpan _pause;
    private int _running;

    /// <summary>Does a piece of work when it is its turn.</summary>
    internal async Task<T> TakeAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        LinkedListNode<long> place;
        lock (_gate)
        {
            place = _waiting.AddLast(clock.GetTimestamp());
        }

        try
        {
            while (!MayBegin(place))
            {
                await ledger.DelayAsync(clock, Look, cancellationToken);
            }
        }
        catch
        {
            lock (_gate)
            {
                _waiting.Remove(place);
            }

            throw;
        }

        var began = clock.GetTimestamp();
        try
        {
            return await work();
        }
        finally
        {
            var pause = clock.GetElapsedTime(began) * Share;
            lock (_gate)
            {
                _running--;
                (_ended, _pause) = (clock.GetTimestamp(), pause < longestPause ? pause : longestPause);
            }
        }
    }

    private bool MayBegin(LinkedListNode<long> place)
    {
        lock (_gate)
        {
            if (pressure.IsHigh && (_waiting.First != place || !(IsFree() || IsLate(place))))
            {
                return false;
            }

            _waiting.Remove(place);
            _running++;
            _began = clock.GetTimestamp();
            return true;
        }
    }

    private bool IsFree() => _running == 0 ? clock.GetElapsedTime(_ended) >= _pause : clock.GetElapsedTime(_began) >= LongestTurn;

    private bool IsLate(LinkedListNode<long> place) => clock.GetElapsedTime(place.Value) >= LongestWait;
}

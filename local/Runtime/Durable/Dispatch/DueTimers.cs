using OpsAutomation.Runtime.Clock;
using OpsAutomation.Runtime.Durable.Store;

namespace OpsAutomation.Runtime.Durable.Dispatch;

/// <summary>
/// Durable timers in memory, by key and due time only, behind one timer of the engine's clock. When it goes off it is
/// entered in the ledger before the clock can move on, and stays so until the messages are durable and their readers ready.
/// </summary>
internal sealed class DueTimers : IDisposable
{
    // The system's clock takes no longer delays; later timers are looked at again in between.
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(40);

    private readonly Lock _lock = new();
    private readonly SortedSet<(long Due, long Id)> _byDue = [];
    private readonly Dictionary<long, long> _dueById = [];
    private readonly TimeProvider _time;
    private readonly WorkLedger _ledger;
    private readonly Func<IReadOnlyList<long>, Task> _deliver;
    private readonly ITimer _alarm;
    private bool _stopped;

    /// <param name="time">The engine's clock.</param>
    /// <param name="ledger">Where deliveries are entered.</param>
    /// <param name="deliver">Delivers due timers, earliest first. It must not throw.</param>
    internal DueTimers(TimeProvider time, WorkLedger ledger, Func<IReadOnlyList<long>, Task> deliver)
    {
        _time = time;
        _ledger = ledger;
        _deliver = deliver;
        _alarm = time.CreateTimer(static s => ((DueTimers)s!).Ring(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _stopped = true;
        }

        _alarm.Dispose();
    }

    internal void Change(IEnumerable<TimerRow> added, IEnumerable<long> removed)
    {
        lock (_lock)
        {
            foreach (var timer in added)
            {
                _byDue.Add((timer.Due, timer.Id));
                _dueById[timer.Id] = timer.Due;
            }

            foreach (var id in removed)
            {
                if (_dueById.Remove(id, out var due))
                {
                    _byDue.Remove((due, id));
                }
            }
        }

        // What is due already is delivered within the caller's own ledger entry, so that no gap opens.
        Ring();
    }

    private void Ring()
    {
        List<long> due = [];
        lock (_lock)
        {
            if (_stopped)
            {
                return;
            }

            var now = _time.GetUtcNow().UtcTicks;
            while (_byDue.Count > 0 && _byDue.Min.Due <= now)
            {
                due.Add(_byDue.Min.Id);
                _dueById.Remove(_byDue.Min.Id);
                _byDue.Remove(_byDue.Min);
            }

            SetAlarm(now);
        }

        if (due.Count > 0)
        {
            var ticket = _ledger.EnterQueued($"{due.Count} durable timer(s) are due");
            ThreadPool.UnsafeQueueUserWorkItem(static s => _ = s.Self.DeliverAsync(s.Due, s.Ticket), (Self: this, Due: due, Ticket: ticket), preferLocal: false);
        }
    }

    private void SetAlarm(long now)
    {
        var wait = _byDue.Count == 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromTicks(_byDue.Min.Due - now);
        _alarm.Change(wait > LongestDelay ? LongestDelay : wait, Timeout.InfiniteTimeSpan);
    }

    private async Task DeliverAsync(List<long> due, IDisposable ticket)
    {
        using (ticket)
        {
            await _deliver(due);
        }
    }
}

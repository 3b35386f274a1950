using System.Runtime.InteropServices;
using OpsAutomation.Runtime.Clock;

namespace OpsAutomation.Runtime.Durable.Dispatch;

/// <summary>What kind of work a key names.</summary>
internal enum WorkKind
{
    /// <summary>An orchestration has messages; the key is the instance's.</summary>
    Episode = 0,

    /// <summary>An activity has to run; the key is the activity's.</summary>
    Activity = 1,
}

/// <summary>Something ready to run.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Work(WorkKind Kind, long Key);

/// <summary>
/// Ready work, and how much of it runs at once. Each piece is entered in the ledger from the moment it is added until it
/// has finished and whatever follows from it has been added: in between there is no moment that looks idle.
/// The same piece is never run twice at once; adding it while it runs runs it once more afterwards.
/// </summary>
internal sealed class WorkQueue
{
    private readonly Lock _lock = new();
    private readonly WorkLedger _ledger;
    private readonly Func<Work, IDisposable, Task> _run;
    private readonly int[] _limits;
    private readonly int[] _runningCounts = new int[2];
    private readonly ReadyList[] _ready = [new(), new()];
    private readonly Dictionary<Work, IDisposable> _tickets = [];
    private readonly Dictionary<Work, IDisposable> _running = [];
    private readonly HashSet<Work> _again = [];
    private readonly Random? _choice;
    private bool _started;
    private bool _stopping;
    private TaskCompletionSource? _drained;

    /// <param name="options">Limits and seed.</param>
    /// <param name="ledger">Where work is entered.</param>
    /// <param name="run">Runs a piece; gets its ledger entry. It must not throw.</param>
    internal WorkQueue(DurableEngineOptions options, WorkLedger ledger, Func<Work, IDisposable, Task> run)
    {
        _ledger = ledger;
        _run = run;
        _limits = [options.MaxConcurrentOrchestrations, options.MaxConcurrentActivities];
        _choice = options.Seed is { } seed ? new Random(seed) : null;
    }

    /// <summary>Adds a piece, unless it waits already.</summary>
    internal void Add(WorkKind kind, long key)
    {
        var work = new Work(kind, key);
        lock (_lock)
        {
            if (_stopping || _tickets.ContainsKey(work))
            {
                return;
            }

            if (_running.ContainsKey(work))
            {
                _again.Add(work);
                return;
            }

            Enqueue(work);
        }

        Pump();
    }

    internal void AddAll(WorkKind kind, IEnumerable<long> keys)
    {
        foreach (var key in keys)
        {
            Add(kind, key);
        }
    }

    /// <summary>Begins to run what was added.</summary>
    internal void Start()
    {
        lock (_lock)
        {
            _started = true;
        }

        if (_choice is not null)
        {
            _ledger.BeganToWait += OnWaiting;
        }

        Pump();
    }

    /// <summary>Starts no more work, and completes when what runs has finished. What waits stays in the database.</summary>
    internal Task StopAsync()
    {
        List<IDisposable> left;
        Task drained;
        lock (_lock)
        {
            _stopping = true;
            left = [.. _tickets.Values];
            _tickets.Clear();
            _ready[0].Clear();
            _ready[1].Clear();
            _again.Clear();
            _drained ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_running.Count == 0)
            {
                _drained.TrySetResult();
            }

            drained = _drained.Task;
        }

        _ledger.BeganToWait -= OnWaiting;
        left.ForEach(static t => t.Dispose());
        return drained;
    }

    private void OnWaiting(object? sender, EventArgs e) => Pump();

    private void Enqueue(Work work)
    {
        _tickets.Add(work, _ledger.EnterQueued(work.Kind == WorkKind.Episode ? $"orchestration #{work.Key} is ready" : $"activity #{work.Key} is ready"));
        _ready[(int)work.Kind].Add(work);
    }

    private void Pump()
    {
        while (true)
        {
            Work work;
            IDisposable ticket;
            lock (_lock)
            {
                if (!_started || _stopping || !TryChoose(out work))
                {
                    return;
                }

                _tickets.Remove(work, out ticket!);
                _running.Add(work, ticket);
                _runningCounts[(int)work.Kind]++;
            }

            // Nothing of the caller's flow may stick to the work: it belongs to the engine, not to whoever added it.
            ThreadPool.UnsafeQueueUserWorkItem(static s => _ = s.Self.RunAsync(s.Work, s.Ticket), (Self: this, Work: work, Ticket: ticket), preferLocal: false);
        }
    }

    private bool TryChoose(out Work work)
    {
        work = default;
        if (_choice is not null)
        {
            var count = _ready[0].Count + _ready[1].Count;

            // One at a time, but for what only waits on the clock: time stands while anything is ready, so it would wait for ever.
            if (count == 0 || _running.Values.Any(t => !_ledger.Waits(t)))
            {
                return false;
            }

            var pick = _choice.Next(count);
            var (list, index) = pick < _ready[0].Count ? (_ready[0], pick) : (_ready[1], pick - _ready[0].Count);
            work = list.TakeAt(index);
            return true;
        }

        for (var kind = 0; kind < _ready.Length; kind++)
        {
            if (_ready[kind].Count > 0 && _runningCounts[kind] < _limits[kind])
            {
                work = _ready[kind].TakeFirst();
                return true;
            }
        }

        return false;
    }

    private async Task RunAsync(Work work, IDisposable ticket)
    {
        await _run(work, ticket);
        lock (_lock)
        {
            _running.Remove(work);
            _runningCounts[(int)work.Kind]--;
            if (_again.Remove(work) && !_stopping)
            {
                Enqueue(work);
            }

            if (_stopping && _running.Count == 0)
            {
                _drained?.TrySetResult();
            }
        }

        ticket.Dispose();
        Pump();
    }
}

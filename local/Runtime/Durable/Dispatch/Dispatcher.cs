using OpsAutomation.Runtime.Durable.Store;

namespace OpsAutomation.Runtime.Durable.Dispatch;

/// <summary>The work loop: fills the queue from the database at the start, then runs what comes.</summary>
internal sealed class Dispatcher
{
    private readonly EngineParts _parts;
    private readonly EpisodeRunner _episodes;
    private readonly ActivityRunner _activities;

    internal Dispatcher(EngineParts parts)
    {
        _parts = parts;
        _episodes = new EpisodeRunner(parts);
        _activities = new ActivityRunner(parts);
        parts.Queue = new WorkQueue(parts.Options, parts.Ledger, RunAsync);
        parts.Timers = new DueTimers(parts.Time, parts.Ledger, DeliverAsync);
    }

    internal void Start()
    {
        var recovery = _parts.Store.Read(Recovery.Read);
        using (_parts.Ledger.EnterQueued("durable engine starts"))
        {
            _parts.Queue.AddAll(WorkKind.Episode, recovery.ReadyInstances);
            _parts.Queue.AddAll(WorkKind.Activity, recovery.Activities);
            _parts.Timers.Change(recovery.Timers, []);
            _parts.Queue.Start();
        }

        EngineLog.Started(
            _parts.Log, _parts.Options.DatabasePath, recovery.ReadyInstances.Count, recovery.Activities.Count, recovery.Timers.Count);
    }

    internal Task StopAsync()
    {
        _parts.Timers.Dispose();
        return _parts.Queue.StopAsync();
    }

    private async Task RunAsync(Work work, IDisposable ticket)
    {
        try
        {
            await (work.Kind == WorkKind.Episode ? _episodes.RunAsync(work.Key, ticket) : _activities.RunAsync(work.Key, ticket));
        }
        catch (Exception) when (_parts.Stopping.IsCancellationRequested)
        {
            // The engine stops; what was not committed is done again after the next start.
        }
        catch (Exception e) when (EngineParts.IsOfTheDisk(e))
        {
            EngineLog.WriteRefused(_parts.Log, e);
            _ = AddLaterAsync(work);
        }
        catch (Exception e)
        {
            EngineLog.WorkFailed(_parts.Log, work.Kind, work.Key, e);
        }
    }

    private async Task AddLaterAsync(Work work)
    {
        try
        {
            await Task.Delay(EngineParts.DiskPause, _parts.Time, _parts.Stopping.Token);
            _parts.Queue.Add(work.Kind, work.Key);
        }
        catch (OperationCanceledException)
        {
            // The engine stops.
        }
    }

    private async Task DeliverAsync(IReadOnlyList<long> timers)
    {
        try
        {
            _parts.Queue.AddAll(WorkKind.Episode, await _parts.WriteStubbornlyAsync(db => MessageSql.Deliver(db, timers)));
        }
        catch (Exception) when (_parts.Stopping.IsCancellationRequested)
        {
            // The timers are still in the database.
        }
        catch (Exception e)
        {
            EngineLog.WorkFailed(_parts.Log, WorkKind.Episode, timers[0], e);
        }
    }
}

using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using OpsAutomation.Runtime.Durable.History;
using OpsAutomation.Runtime.Durable.Replay;
using OpsAutomation.Runtime.Durable.Store;

namespace OpsAutomation.Runtime.Durable.Dispatch;

/// <summary>Runs one episode: reads an instance's messages, lets its code go on, commits everything at once, sets in motion what follows.</summary>
internal sealed class EpisodeRunner(EngineParts parts)
{
    // More messages than this wait for the next episode, so that one commit stays small.
    private const int MaxMessages = 500;

    internal async Task RunAsync(long instance, IDisposable ticket)
    {
        var (inbox, row) = parts.Store.Read(db => (MessageSql.Inbox(db, instance, MaxMessages), InstanceSql.Find(db, instance)));
        var warm = parts.Warm.Take(instance);
        if (inbox.Count == 0)
        {
            PutBack(instance, warm);
            return;
        }

        parts.Ledger.Adopt(ticket, $"orchestration '{row?.Name}' ({row?.InstanceId})");
        if (row is null || row.IsOver)
        {
            await CommitAsync(new EpisodeCommit(instance, row?.Execution ?? 0, [.. inbox.Select(static m => m.Id)], parts.NowTicks));
            return;
        }

        var session = warm?.Execution == row.Execution ? warm : null;
        var took = true;
        try
        {
            took = await RunAsync(row, inbox, session);
        }
        catch (Exception e) when (e is not StoreClosedException && !EngineParts.IsOfTheDisk(e))
        {
            // Whatever went wrong here would go wrong again: this instance ends, the others never notice.
            EngineLog.GivenUp(parts.Log, row.InstanceId, e);
            var end = new ExecutionEnded(-1, ExecutionEnd.Failed) { Failure = Failure.From(e) };
            await ApplyAsync(row, null, Commit(row, [], new Episode(parts.Time.GetUtcNow().UtcDateTime, [], [end]), row.CustomStatus, null));
        }

        if (took && inbox.Count == MaxMessages)
        {
            parts.Queue.Add(WorkKind.Episode, instance);
        }
    }

    /// <summary>False when nothing in the inbox can be taken yet.</summary>
    private async Task<bool> RunAsync(InstanceRow row, List<InboxRow> inbox, OrchestrationSession? session)
    {
        var history = session is null ? parts.Store.Read(db => EpisodeSql.History(db, row.Id, row.Execution)) : [];
        var begun = session is not null || history.Exists(static e => e.Received.Any(static m => m is ExecutionStarted));
        var batch = Batch.Sort(inbox, row, begun);
        if (batch.Consumed.Count == 0)
        {
            PutBack(row.Id, session);
            return false;
        }

        var time = parts.Time.GetUtcNow().UtcDateTime;
        if (batch.Terminate is { } terminate)
        {
            var end = new ExecutionEnded(-1, ExecutionEnd.Terminated) { Output = terminate.Output, Recursive = terminate.Recursive };
            await ApplyAsync(row, null, Commit(row, batch.Consumed, new Episode(time, batch.Received, [end]), session?.CustomStatus ?? row.CustomStatus, null));
            return true;
        }

        if (batch.Received.Count == 0)
        {
            // Only messages for an earlier execution: nobody takes them any more.
            await ApplyAsync(row, session, new EpisodeCommit(row.Id, row.Execution, batch.Consumed, parts.NowTicks));
            return true;
        }

        session ??= Rebuild(row, history);
        var episode = session.Run(time, batch.Received);
        await ApplyAsync(row, session.IsOver ? null : session, Commit(row, batch.Consumed, episode, session.CustomStatus, batch.Status));
        return true;
    }

    private OrchestrationSession Rebuild(InstanceRow row, List<Episode> history)
    {
        var code = parts.Catalog.FindOrchestrator(row.Name)
            ?? throw new InvalidOperationException($"There is no orchestrator named '{row.Name}' in this application.");
        var parent = row.Parent is { } link ? new ParentOrchestrationInstance(link.Name, link.InstanceId) : null;
        var identity = new OrchestrationIdentity(row.Name, row.InstanceId, row.Version, parent, row.CustomStatus)
        {
            DefaultVersion = parts.Options.DefaultVersion,
        };
        var session = new OrchestrationSession(row.Execution, identity, code, parts.Loggers, () => ReportInvalidAwait(row));
        foreach (var episode in history)
        {
            session.Replay(episode);
        }

        return session;
    }

    private void ReportInvalidAwait(InstanceRow row)
    {
        if (parts.Stopping.IsCancellationRequested)
        {
            return;
        }

        var ticket = parts.Ledger.EnterQueued($"orchestration '{row.Name}' ({row.InstanceId}) awaited something that is not durable");
        _ = SendAsync();

        async Task SendAsync()
        {
            using (ticket)
            {
                try
                {
                    await parts.Store.WriteAsync(db =>
                    {
                        MessageSql.Send(db, row.Id, row.Execution, InboxRank.Control, new InvalidAwaitSeen());
                        return true;
                    });
                    parts.Queue.Add(WorkKind.Episode, row.Id);
                }
                catch (Exception e)
                {
                    EngineLog.WorkFailed(parts.Log, WorkKind.Episode, row.Id, e);
                }
            }
        }
    }

    private EpisodeCommit Commit(
        InstanceRow row,
        IReadOnlyList<long> consumed,
        Episode episode,
        string? customStatus,
        OrchestrationRuntimeStatus? status) =>
        new(row.Id, row.Execution, consumed, parts.NowTicks) { Episode = episode, CustomStatus = customStatus, Status = status };

    private async Task ApplyAsync(InstanceRow row, OrchestrationSession? session, EpisodeCommit commit)
    {
        var result = await CommitAsync(commit);
        if (!result.Stale)
        {
            PutBack(row.Id, session);
        }

        foreach (var dropped in result.Undeliverable)
        {
            EngineLog.EventDropped(parts.Log, dropped.Name, row.InstanceId, dropped.InstanceId);
        }

        parts.Queue.AddAll(WorkKind.Activity, result.Activities);
        parts.Queue.AddAll(WorkKind.Episode, result.Ready);
        parts.Timers.Change(result.Timers, result.CancelledTimers);
        parts.Watch.Changed(row.InstanceId);
    }

    private Task<EpisodeResult> CommitAsync(EpisodeCommit commit) =>
        parts.WriteStubbornlyAsync(db => EpisodeSql.Commit(db, commit, parts.Store.Id));

    private void PutBack(long instance, OrchestrationSession? session)
    {
        if (session is not null)
        {
            parts.Warm.Put(instance, session);
        }
    }
}

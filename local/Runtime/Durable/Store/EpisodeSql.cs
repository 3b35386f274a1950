using Microsoft.DurableTask.Client;
using OpsAutomation.Runtime.Durable.History;

namespace OpsAutomation.Runtime.Durable.Store;

/// <summary>Everything that one episode changes. It is written in one transaction, or not at all.</summary>
internal sealed record EpisodeCommit(long Instance, long Execution, IReadOnlyList<long> Consumed, long Now)
{
    /// <summary>What to add to the history; null when only messages are consumed.</summary>
    internal Episode? Episode { get; init; }

    /// <summary>The status from now on, unless the episode ends the execution; null keeps it.</summary>
    internal OrchestrationRuntimeStatus? Status { get; init; }

    /// <summary>The custom status from now on.</summary>
    internal string? CustomStatus { get; init; }
}

/// <summary>What a committed episode has set in motion.</summary>
internal sealed record EpisodeResult
{
    /// <summary>Someone gave the instance's id to a new execution, or purged it; nothing was written.</summary>
    internal bool Stale { get; init; }

    internal List<long> Activities { get; } = [];

    internal List<TimerRow> Timers { get; } = [];

    internal List<long> CancelledTimers { get; } = [];

    /// <summary>Instances that have a message now.</summary>
    internal List<long> Ready { get; } = [];

    /// <summary>Events for instances that do not exist or are over: nobody can take them.</summary>
    internal List<EventSent> Undeliverable { get; } = [];

    /// <summary>The instance's status after the commit.</summary>
    internal OrchestrationRuntimeStatus Status { get; set; }
}

/// <summary>Writes episodes.</summary>
internal static class EpisodeSql
{
    internal static List<Episode> History(SqlSession db, long instance, long execution) => db.Query(
        "SELECT episode FROM dt_history WHERE instance = $1 AND execution = $2 ORDER BY id",
        static r => HistoryJson.Read<Episode>(r.GetString(0)),
        instance,
        execution);

    internal static EpisodeResult Commit(SqlSession db, EpisodeCommit commit, string storeId)
    {
        var row = InstanceSql.Find(db, commit.Instance);
        if (row is null || row.Execution != commit.Execution || row.IsOver)
        {
            MessageSql.Consume(db, commit.Consumed);
            return new EpisodeResult { Stale = true };
        }

        var result = new EpisodeResult { Status = commit.Status ?? row.Status };
        MessageSql.Consume(db, commit.Consumed);
        if (commit.Episode is { } episode)
        {
            db.Run(
                "INSERT INTO dt_history (instance, execution, episode) VALUES ($1, $2, $3)",
                row.Id,
                row.Execution,
                HistoryJson.Write(episode));
            db.Run(
                "UPDATE dt_instances SET status = $2, custom_status = $3, updated = $4 WHERE id = $1",
                row.Id,
                (int)result.Status,
                commit.CustomStatus,
                commit.Now);
            foreach (var action in episode.Did)
            {
                Do(db, row, action, result, storeId, commit.Now);
            }
        }

        return result;
    }

    private static void Do(SqlSession db, InstanceRow row, DurableAction action, EpisodeResult result, string storeId, long now)
    {
        switch (action)
        {
            case ActivityCalled call:
                result.Activities.Add(ActivitySql.Add(db, row.Id, row.Execution, call).Id);
                break;
            case TimerSet timer:
                result.Timers.Add(MessageSql.Delay(db, row.Id, row.Execution, timer.TaskId, timer.FireAt.Ticks, new TimerFired(timer.TaskId)));
                break;
            case TimerCancelled cancelled:
                result.CancelledTimers.AddRange(MessageSql.DropTimer(db, row.Id, row.Execution, cancelled.TaskId));
                break;
            case SubOrchestrationStarted sub:
                StartSub(db, row, sub, result, storeId, now);
                break;
            case EventSent sent:
                if (InstanceSql.Find(db, sent.InstanceId) is { IsOver: false } target)
                {
                    MessageSql.Send(db, target.Id, null, InboxRank.Ordinary, new EventRaised(sent.Name, sent.Input));
                    result.Ready.Add(target.Id);
                }
                else
                {
                    result.Undeliverable.Add(sent);
                }

                break;
            case ExecutionEnded end:
                ExecutionEndSql.End(db, row, end, result, now);
                break;
            default:
                throw new InvalidOperationException($"The store does not know how to write '{action.GetType().Name}'.");
        }
    }

    private static void StartSub(SqlSession db, InstanceRow row, SubOrchestrationStarted sub, EpisodeResult result, string storeId, long now)
    {
        var start = new NewInstance(sub.InstanceId, sub.Name, sub.Version, sub.Input, sub.Tags) { Parent = (row.Id, row.Execution, sub.TaskId) };
        var started = InstanceSql.Start(db, start, static status => !status.IsOver(), storeId, now);
        result.CancelledTimers.AddRange(started.CancelledTimers);
        if (started.BlockedBy is { } status)
        {
            var failure = new Failure(
                "DurableTask.Core.Exceptions.OrchestrationAlreadyExistsException",
                $"Sub-orchestration '{sub.Name}' was not started: the instance id '{sub.InstanceId}' is in use and {status}.",
                NonRetriable: true);
            MessageSql.Send(db, row.Id, row.Execution, InboxRank.Ordinary, new TaskFailed(sub.TaskId, failure));
            result.Ready.Add(row.Id);
        }
        else
        {
            result.Ready.Add(started.Id);
        }
    }
}

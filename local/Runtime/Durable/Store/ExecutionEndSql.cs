using Microsoft.DurableTask.Client;
using OpsAutomation.Runtime.Durable.History;

namespace OpsAutomation.Runtime.Durable.Store;

/// <summary>Writes the end of an execution, and what others learn of it.</summary>
internal static class ExecutionEndSql
{
    /// <summary>
    /// Ends an execution. Its timers go, so that a clock does not run to them for nothing; activities that were called and
    /// not awaited still run, because their effects were asked for.
    /// </summary>
    internal static void End(SqlSession db, InstanceRow row, ExecutionEnded end, EpisodeResult result, long now)
    {
        result.CancelledTimers.AddRange(MessageSql.DropTimers(db, row.Id));
        if (end.End == ExecutionEnd.ContinuedAsNew)
        {
            Renew(db, row, end, result);
            return;
        }

        result.Status = end.End switch
        {
            ExecutionEnd.Completed => OrchestrationRuntimeStatus.Completed,
            ExecutionEnd.Terminated => OrchestrationRuntimeStatus.Terminated,
            _ => OrchestrationRuntimeStatus.Failed,
        };
        db.Run("DELETE FROM dt_inbox WHERE instance = $1", row.Id);
        db.Run(
            "UPDATE dt_instances SET status = $2, output = $3, failure = $4, updated = $5 WHERE id = $1",
            row.Id,
            (int)result.Status,
            end.End == ExecutionEnd.Failed ? end.Failure?.ErrorMessage : end.Output,
            end.Failure is { } failure ? HistoryJson.Write(failure) : null,
            now);
        TellParent(db, row, end, result);
        if (end.Recursive)
        {
            foreach (var child in InstanceSql.Children(db, row.Id))
            {
                MessageSql.Send(db, child, null, InboxRank.Control, new TerminateRequested(end.Output, Recursive: true));
                result.Ready.Add(child);
            }
        }
    }

    private static void Renew(SqlSession db, InstanceRow row, ExecutionEnded end, EpisodeResult result)
    {
        var execution = row.Execution + 1;
        db.Run("DELETE FROM dt_history WHERE instance = $1", row.Id);
        db.Run("DELETE FROM dt_inbox WHERE instance = $1 AND execution <= $2", row.Id, row.Execution);
        db.Run(
            "UPDATE dt_instances SET execution = $2, input = $3, version = coalesce($4, version) WHERE id = $1",
            row.Id,
            execution,
            end.Output,
            end.NextVersion);
        MessageSql.Send(db, row.Id, execution, InboxRank.Start, new ExecutionStarted(end.Output));
        foreach (var carried in end.CarriedEvents)
        {
            MessageSql.Send(db, row.Id, execution, InboxRank.Start, carried);
        }

        result.Ready.Add(row.Id);
    }

    private static void TellParent(SqlSession db, InstanceRow row, ExecutionEnded end, EpisodeResult result)
    {
        if (row.Parent is not { } link
            || InstanceSql.Find(db, link.Instance) is not { IsOver: false } parent
            || parent.Execution != link.Execution)
        {
            return;
        }

        DurableEvent outcome = end.End switch
        {
            ExecutionEnd.Completed => new TaskSucceeded(link.TaskId, end.Output),
            ExecutionEnd.Failed => new TaskFailed(link.TaskId, end.Failure!),
            _ => new TaskFailed(link.TaskId, new Failure(
                "System.OperationCanceledException", $"Sub-orchestration '{row.Name}' ('{row.InstanceId}') was terminated.")),
        };
        MessageSql.Send(db, link.Instance, link.Execution, InboxRank.Ordinary, outcome);
        result.Ready.Add(link.Instance);
    }
}

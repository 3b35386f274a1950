using OpsAutomation.Runtime.Durable.History;

namespace OpsAutomation.Runtime.Durable.Store;

/// <summary>Statements about messages: those that wait in an inbox, and those that wait for their time.</summary>
internal static class MessageSql
{
    /// <summary>Puts a message into an inbox. With an execution it counts for that one only.</summary>
    internal static void Send(SqlSession db, long instance, long? execution, int rank, DurableEvent message) => db.Run(
        "INSERT INTO dt_inbox (instance, execution, rank, event) VALUES ($1, $2, $3, $4)",
        instance,
        execution,
        rank,
        HistoryJson.Write(message));

    /// <summary>Keeps a message until it is due.</summary>
    internal static TimerRow Delay(SqlSession db, long instance, long execution, int taskId, long due, DurableEvent message)
    {
        var id = db.Insert(
            "INSERT INTO dt_timers (instance, execution, task, due, event) VALUES ($1, $2, $3, $4, $5)",
            instance,
            execution,
            taskId,
            due,
            HistoryJson.Write(message));
        return new TimerRow(id, instance, taskId, due);
    }

    /// <summary>What waits for an instance, first to deliver first.</summary>
    internal static List<InboxRow> Inbox(SqlSession db, long instance, int limit) => db.Query(
        "SELECT id, execution, event FROM dt_inbox WHERE instance = $1 ORDER BY rank, id LIMIT $2",
        static r => new InboxRow(r.GetInt64(0), r.Number(1), HistoryJson.Read<DurableEvent>(r.GetString(2))),
        instance,
        limit);

    internal static void Consume(SqlSession db, IEnumerable<long> ids)
    {
        foreach (var id in ids)
        {
            db.Run("DELETE FROM dt_inbox WHERE id = $1", id);
        }
    }

    /// <summary>Moves messages whose time has come into their inboxes; says whose. One that was cancelled meanwhile is gone.</summary>
    internal static List<long> Deliver(SqlSession db, IReadOnlyList<long> timers)
    {
        var ready = new List<long>();
        foreach (var id in timers)
        {
            var found = db.Query(
                "DELETE FROM dt_timers WHERE id = $1 RETURNING instance, execution, event",
                static r => (Instance: r.GetInt64(0), Execution: r.GetInt64(1), Event: HistoryJson.Read<DurableEvent>(r.GetString(2))),
                id);
            foreach (var (instance, execution, message) in found)
            {
                Send(db, instance, execution, message is ExecutionStarted ? InboxRank.Start : InboxRank.Ordinary, message);
                ready.Add(instance);
            }
        }

        return ready;
    }

    internal static List<long> DropTimers(SqlSession db, long instance) =>
        db.Query("DELETE FROM dt_timers WHERE instance = $1 RETURNING id", static r => r.GetInt64(0), instance);

    internal static List<long> DropTimer(SqlSession db, long instance, long execution, int taskId) => db.Query(
        "DELETE FROM dt_timers WHERE instance = $1 AND execution = $2 AND task = $3 RETURNING id",
        static r => r.GetInt64(0),
        instance,
        execution,
        taskId);
}

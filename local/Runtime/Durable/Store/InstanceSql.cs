using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.DurableTask.Client;
using OpsAutomation.Runtime.Durable.History;

namespace OpsAutomation.Runtime.Durable.Store;

/// <summary>What is needed to begin an execution.</summary>
internal sealed record NewInstance(string? InstanceId, string Name, string Version, string? Input, string? Tags)
{
    internal (long Instance, long Execution, int Task)? Parent { get; init; }

    /// <summary>When it may begin, UTC ticks; null for now.</summary>
    internal long? StartAt { get; init; }
}

/// <summary>What came of a start.</summary>
internal sealed record StartResult(long Id, string InstanceId, OrchestrationRuntimeStatus? BlockedBy, TimerRow? Delayed)
{
    /// <summary>Timers of the execution that was replaced.</summary>
    internal IReadOnlyList<long> CancelledTimers { get; init; } = [];
}

/// <summary>Statements about instances.</summary>
internal static class InstanceSql
{
    private const string Columns = """
        SELECT i.id, i.instance_id, i.execution, i.name, i.version, i.status, i.created, i.updated,
               i.parent, i.parent_execution, i.parent_task, p.instance_id, p.name,
               i.input, i.output, i.custom_status, i.failure, i.tags
        FROM dt_instances i LEFT JOIN dt_instances p ON p.id = i.parent
        """;

    internal static InstanceRow? Find(SqlSession db, long id) => db.Query(Columns + " WHERE i.id = $1", Read, id).FirstOrDefault();

    internal static InstanceRow? Find(SqlSession db, string instanceId) =>
        db.Query(Columns + " WHERE i.instance_id = $1", Read, instanceId).FirstOrDefault();

    /// <summary>Instances after a key, in the order in which their ids were first used.</summary>
    /// <param name="db">A session.</param>
    /// <param name="after">The last key of the page before; 0 for the first page.</param>
    /// <param name="prefix">What ids begin with; null for any.</param>
    /// <param name="from">Created at this time or later, UTC ticks.</param>
    /// <param name="to">Created at this time or earlier, UTC ticks.</param>
    /// <param name="statuses">Status numbers, each with a comma before and after; null for any.</param>
    /// <param name="limit">How many at most.</param>
    internal static List<InstanceRow> Page(SqlSession db, long after, string? prefix, long from, long to, string? statuses, int limit) => db.Query(
        Columns + " WHERE i.id > $1 AND ($2 IS NULL OR substr(i.instance_id, 1, length($2)) = $2) AND i.created >= $3 AND i.created <= $4"
        + " AND ($5 IS NULL OR instr($5, ',' || i.status || ',') > 0) ORDER BY i.id LIMIT $6",
        Read,
        after,
        prefix,
        from,
        to,
        statuses,
        limit);

    /// <summary>Begins an execution under a new id, or under one whose earlier execution does not block it.</summary>
    /// <param name="db">The writer's session.</param>
    /// <param name="start">What to begin.</param>
    /// <param name="blocks">Whether an existing instance with this status keeps its id.</param>
    /// <param name="storeId">Made-up ids are derived from it.</param>
    /// <param name="now">UTC ticks.</param>
    internal static StartResult Start(SqlSession db, NewInstance start, Func<OrchestrationRuntimeStatus, bool> blocks, string storeId, long now)
    {
        var instanceId = start.InstanceId ?? MakeUpId(db, storeId);
        var existing = Find(db, instanceId);
        if (existing is not null && blocks(existing.Status))
        {
            return new StartResult(existing.Id, instanceId, existing.Status, null);
        }

        var execution = 1L;
        long id;
        List<long> cancelled = [];
        if (existing is null)
        {
            id = db.Insert(
                """
                INSERT INTO dt_instances (instance_id, execution, name, version, status, input, tags, created, updated, parent, parent_execution, parent_task)
                VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $7, $8, $9, $10)
                """,
                instanceId,
                start.Name,
                start.Version,
                (int)OrchestrationRuntimeStatus.Pending,
                start.Input,
                start.Tags,
                now,
                start.Parent?.Instance,
                start.Parent?.Execution,
                start.Parent?.Task);
        }
        else
        {
            id = existing.Id;
            execution = existing.Execution + 1;
            cancelled = Clear(db, id);
            db.Run(
                """
                UPDATE dt_instances SET execution = $2, name = $3, version = $4, status = $5, input = $6, tags = $7, created = $8, updated = $8,
                    parent = $9, parent_execution = $10, parent_task = $11, output = NULL, custom_status = NULL, failure = NULL
                WHERE id = $1
                """,
                id,
                execution,
                start.Name,
                start.Version,
                (int)OrchestrationRuntimeStatus.Pending,
                start.Input,
                start.Tags,
                now,
                start.Parent?.Instance,
                start.Parent?.Execution,
                start.Parent?.Task);
        }

        var begin = new ExecutionStarted(start.Input);
        if (start.StartAt is { } due && due > now)
        {
            var timer = MessageSql.Delay(db, id, execution, taskId: -1, due, begin);
            return new StartResult(id, instanceId, null, timer) { CancelledTimers = cancelled };
        }

        MessageSql.Send(db, id, execution, InboxRank.Start, begin);
        return new StartResult(id, instanceId, null, null) { CancelledTimers = cancelled };
    }

    /// <summary>Removes an instance and all that belongs to it; says which timers are gone.</summary>
    internal static List<long> Purge(SqlSession db, long id)
    {
        var timers = Clear(db, id);
        db.Run("DELETE FROM dt_activities WHERE instance = $1", id);
        db.Run("DELETE FROM dt_instances WHERE id = $1", id);
        return timers;
    }

    /// <summary>The sub-orchestrations of an instance.</summary>
    internal static List<long> Children(SqlSession db, long id) =>
        db.Query("SELECT id FROM dt_instances WHERE parent = $1 ORDER BY id", static r => r.GetInt64(0), id);

    private static List<long> Clear(SqlSession db, long id)
    {
        db.Run("DELETE FROM dt_history WHERE instance = $1", id);
        db.Run("DELETE FROM dt_inbox WHERE instance = $1", id);
        return MessageSql.DropTimers(db, id);
    }

    private static string MakeUpId(SqlSession db, string storeId)
    {
        var last = db.Query("SELECT seq FROM sqlite_sequence WHERE name = 'dt_instances'", static r => r.GetInt64(0)).FirstOrDefault();
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{storeId}/{last + 1}"));
        return Convert.ToHexStringLower(hash.AsSpan(0, 16));
    }

    private static InstanceRow Read(SqliteDataReader r) => new(
        r.GetInt64(0),
        r.GetString(1),
        r.GetInt64(2),
        r.GetString(3),
        r.GetString(4),
        (OrchestrationRuntimeStatus)r.GetInt32(5),
        r.GetInt64(6),
        r.GetInt64(7),
        r.IsDBNull(8) ? null : new ParentLink(r.GetInt64(8), r.GetInt64(9), r.GetInt32(10), r.Text(11) ?? "", r.Text(12) ?? ""))
    {
        Input = r.Text(13),
        Output = r.Text(14),
        CustomStatus = r.Text(15),
        Failure = r.Text(16) is { } failure ? HistoryJson.Read<Failure>(failure) : null,
        Tags = r.Text(17),
    };
}

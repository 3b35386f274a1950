using OpsAutomation.Runtime.Durable.History;

namespace OpsAutomation.Runtime.Durable.Store;

/// <summary>Statements about activities that have to run.</summary>
internal static class ActivitySql
{
    internal static ActivityRow Add(SqlSession db, long instance, long execution, ActivityCalled call)
    {
        var id = db.Insert(
            "INSERT INTO dt_activities (instance, execution, task, name, input) VALUES ($1, $2, $3, $4, $5)",
            instance,
            execution,
            call.TaskId,
            call.Name,
            call.Input);
        return new ActivityRow(id, instance, execution, call.TaskId, call.Name, call.Input);
    }

    internal static ActivityRow? Find(SqlSession db, long id) => db.Query(
        "SELECT id, instance, execution, task, name, input FROM dt_activities WHERE id = $1",
        static r => new ActivityRow(r.GetInt64(0), r.GetInt64(1), r.GetInt64(2), r.GetInt32(3), r.GetString(4), r.Text(5)),
        id).FirstOrDefault();

    /// <summary>
    /// Takes an activity off the list and tells its orchestration the outcome, both or neither. False when nobody waits:
    /// the call was purged, or its execution is over.
    /// </summary>
    internal static bool Finish(SqlSession db, ActivityRow activity, DurableEvent outcome)
    {
        if (db.Run("DELETE FROM dt_activities WHERE id = $1", activity.Id) == 0)
        {
            return false;
        }

        if (InstanceSql.Find(db, activity.Instance) is not { IsOver: false } instance || instance.Execution != activity.Execution)
        {
            return false;
        }

        MessageSql.Send(db, activity.Instance, activity.Execution, InboxRank.Ordinary, outcome);
        return true;
    }
}

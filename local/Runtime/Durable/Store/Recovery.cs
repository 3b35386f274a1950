namespace OpsAutomation.Runtime.Durable.Store;

/// <summary>What an engine has to know when it starts: keys only. Histories are read when their turn comes.</summary>
internal sealed record Recovery(IReadOnlyList<long> ReadyInstances, IReadOnlyList<long> Activities, IReadOnlyList<TimerRow> Timers)
{
    internal static Recovery Read(SqlSession db) => new(
        db.Query("SELECT instance FROM dt_inbox GROUP BY instance ORDER BY min(id)", static r => r.GetInt64(0)),
        db.Query("SELECT id FROM dt_activities ORDER BY id", static r => r.GetInt64(0)),
        db.Query(
            "SELECT id, instance, task, due FROM dt_timers ORDER BY due, id",
            static r => new TimerRow(r.GetInt64(0), r.GetInt64(1), r.GetInt32(2), r.GetInt64(3))));
}

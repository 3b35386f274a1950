namespace OpsAutomation.Runtime.Durable.Store;

/// <summary>The tables of the durable engine. They carry a prefix, so that the file may hold other rooms' tables too.</summary>
internal static class Schema
{
    /// <summary>The version of the tables below. A file with another number is refused rather than guessed at.</summary>
    internal const int Version = 1;

    /// <summary>
    /// Keys are integers that only grow: each insert appends, where a random key would touch a page of its own.
    /// Times are UTC ticks. `execution` counts the lives of one instance id (continue-as-new, or the id started
    /// again); messages, tasks and timers of an earlier life no longer count.
    /// </summary>
    internal const string Create = """
        CREATE TABLE dt_meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE dt_instances (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            instance_id TEXT NOT NULL UNIQUE,
            execution INTEGER NOT NULL,
            name TEXT NOT NULL,
            version TEXT NOT NULL,
            status INTEGER NOT NULL,
            input TEXT, output TEXT, custom_status TEXT, failure TEXT, tags TEXT,
            created INTEGER NOT NULL, updated INTEGER NOT NULL,
            parent INTEGER, parent_execution INTEGER, parent_task INTEGER);
        CREATE INDEX dt_instances_by_parent ON dt_instances (parent) WHERE parent IS NOT NULL;
        CREATE TABLE dt_history (
            id INTEGER PRIMARY KEY, instance INTEGER NOT NULL, execution INTEGER NOT NULL, episode TEXT NOT NULL);
        CREATE INDEX dt_history_by_instance ON dt_history (instance);
        CREATE TABLE dt_inbox (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            instance INTEGER NOT NULL, execution INTEGER, rank INTEGER NOT NULL, event TEXT NOT NULL);
        CREATE INDEX dt_inbox_by_instance ON dt_inbox (instance, rank);
        CREATE TABLE dt_activities (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            instance INTEGER NOT NULL, execution INTEGER NOT NULL, task INTEGER NOT NULL, name TEXT NOT NULL, input TEXT);
        CREATE INDEX dt_activities_by_instance ON dt_activities (instance);
        CREATE TABLE dt_timers (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            instance INTEGER NOT NULL, execution INTEGER NOT NULL, task INTEGER NOT NULL, due INTEGER NOT NULL, event TEXT NOT NULL);
        CREATE INDEX dt_timers_by_instance ON dt_timers (instance);
        """;
}

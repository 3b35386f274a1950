namespace OpsAutomation.SimulatedAzure.Store;

/// <summary>The tables of the simulation's file. Times are UTC ticks; ids of resources are lower case, as ARM compares them.</summary>
internal static class SimSchema
{
    /// <summary>Idempotent creation script.</summary>
    public const string Tables = """
        CREATE TABLE IF NOT EXISTS meta(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS scopes(id TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS versions(seq INTEGER PRIMARY KEY, id TEXT NOT NULL, type TEXT NOT NULL, at INTEGER NOT NULL,
          body TEXT NOT NULL, state TEXT NOT NULL, deleted INTEGER NOT NULL);
        CREATE INDEX IF NOT EXISTS versions_id ON versions(id, seq);
        CREATE TABLE IF NOT EXISTS models(id TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS keyvalues(host TEXT NOT NULL, key TEXT NOT NULL, label TEXT NOT NULL, value TEXT NOT NULL, type TEXT NOT NULL,
          tags TEXT NOT NULL, locked INTEGER NOT NULL, etag TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY(host, key, label)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS locks(scope TEXT NOT NULL, name TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY(scope, name)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS operations(seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, resource TEXT NOT NULL,
          due INTEGER NOT NULL, status TEXT NOT NULL, body TEXT NOT NULL);
        CREATE INDEX IF NOT EXISTS operations_due ON operations(due) WHERE status = 'InProgress';
        CREATE TABLE IF NOT EXISTS activity(seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, subscription TEXT NOT NULL, body TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS overrides(seq INTEGER PRIMARY KEY, resource TEXT NOT NULL, metric TEXT NOT NULL, body TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS faults(seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, matched INTEGER NOT NULL, applied INTEGER NOT NULL, body TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS calls(seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, principal TEXT NOT NULL, method TEXT NOT NULL,
          host TEXT NOT NULL, path TEXT NOT NULL, status INTEGER NOT NULL, request TEXT NOT NULL, correlation TEXT NOT NULL, fault TEXT, version TEXT);
        CREATE TABLE IF NOT EXISTS changes(call INTEGER PRIMARY KEY, done INTEGER NOT NULL, capacity INTEGER, digest TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS directory(kind TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY(kind, id)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS vaultsecrets(seq INTEGER PRIMARY KEY, vault TEXT NOT NULL, name TEXT NOT NULL, version TEXT NOT NULL UNIQUE, body TEXT NOT NULL);
        CREATE INDEX IF NOT EXISTS vaultsecrets_name ON vaultsecrets(vault, name, seq);
        CREATE TABLE IF NOT EXISTS sinks(seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, sink TEXT NOT NULL, path TEXT NOT NULL, body TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS subscriptions(topic TEXT NOT NULL, name TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY(topic, name)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS deliveries(seq INTEGER PRIMARY KEY, topic TEXT NOT NULL, subscription TEXT NOT NULL, due INTEGER NOT NULL,
          published INTEGER NOT NULL, attempts INTEGER NOT NULL, batch INTEGER NOT NULL, last TEXT, event TEXT NOT NULL);
        CREATE INDEX IF NOT EXISTS deliveries_due ON deliveries(topic, subscription, due);
        CREATE TABLE IF NOT EXISTS deadletters(seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, topic TEXT NOT NULL, subscription TEXT NOT NULL,
          reason TEXT NOT NULL, attempts INTEGER NOT NULL, last TEXT, published INTEGER NOT NULL, event TEXT NOT NULL);
        """;

    /// <summary>What a file that was made before calls had a version is given; to be run only where <see cref="LacksVersions"/> finds none.</summary>
    public const string AddVersions = "ALTER TABLE calls ADD COLUMN version TEXT";

    /// <summary>1 where calls have no version.</summary>
    public const string LacksVersions = "SELECT NOT EXISTS(SELECT 1 FROM pragma_table_info('calls') WHERE name = 'version')";
}

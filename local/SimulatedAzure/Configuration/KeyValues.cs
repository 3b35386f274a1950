using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using OpsAutomation.SimulatedAzure.Store;

namespace OpsAutomation.SimulatedAzure.Configuration;

/// <summary>Key-values of all configuration stores in the file, by host.</summary>
internal static class KeyValues
{
    private const string FlagPrefix = ".appconfig.featureflag/";
    private const string FlagType = "application/vnd.microsoft.appconfig.ff+json;charset=utf-8";
    private const string Columns = "SELECT key, label, value, type, tags, locked, etag, at FROM keyvalues WHERE host = $0 ";

    /// <summary>One key-value, or null.</summary>
    public static KeyValue? Find(StoreSession session, string host, string key, string? label) =>
        session.Query(Columns + "AND key = $1 AND label = $2", Read, host, key, label ?? string.Empty) is [var found] ? found : null;

    /// <summary>All of a store whose key begins with a text.</summary>
    public static List<KeyValue> List(StoreSession session, string host, string prefix) =>
        session.Query(Columns + "AND substr(key, 1, length($1)) = $1 ORDER BY key, label", Read, host, prefix);

    /// <summary>Stores one under a new version and returns it.</summary>
    public static KeyValue Put(StoreSession session, string host, KeyValue value, DateTimeOffset now)
    {
        var stored = value with { ETag = Convert.ToBase64String(session.NextId().ToByteArray()).TrimEnd('=').Replace('+', '-').Replace('/', '_'), Modified = now };
        session.Execute(
            "INSERT INTO keyvalues VALUES($0, $1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT(host, key, label) DO UPDATE SET value = excluded.value, type = excluded.type, tags = excluded.tags, locked = excluded.locked, etag = excluded.etag, at = excluded.at",
            host, stored.Key, stored.Label ?? string.Empty, stored.Value ?? string.Empty, stored.ContentType ?? string.Empty, stored.Tags.ToJsonString(), stored.Locked ? 1 : 0, stored.ETag, Times.Ticks(now));
        return stored;
    }

    /// <summary>Deletes one.</summary>
    public static void Delete(StoreSession session, string host, string key, string? label) =>
        session.Execute("DELETE FROM keyvalues WHERE host = $0 AND key = $1 AND label = $2", host, key, label ?? string.Empty);

    /// <summary>Stores a feature flag of an estate: <c>id</c>, <c>enabled</c>, and whatever else its value has; <c>label</c> and <c>locked</c> are the key-value's.</summary>
    public static void Seed(StoreSession session, string host, JsonObject flag, DateTimeOffset now)
    {
        var value = (JsonObject)flag.DeepClone();
        value.Remove("label");
        value.Remove("locked");
        value["conditions"] ??= new JsonObject { ["client_filters"] = new JsonArray() };
        Put(session, host, new KeyValue(
            FlagPrefix + flag["id"]!.GetValue<string>(), flag["label"]?.ToString(), value.ToJsonString(), FlagType, [], flag["locked"]?.GetValue<bool>() ?? false, string.Empty, now), now);
    }

    private static KeyValue Read(SqliteDataReader row) => new(
        row.GetString(0), Text(row, 1), Text(row, 2), Text(row, 3), (JsonObject)JsonNode.Parse(row.GetString(4))!, row.GetInt64(5) != 0, row.GetString(6), Times.FromTicks(row.GetInt64(7)));

    private static string? Text(SqliteDataReader row, int column) => row.GetString(column) is { Length: > 0 } text ? text : null;
}

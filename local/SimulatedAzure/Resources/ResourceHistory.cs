using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using OpsAutomation.SimulatedAzure.Arm;
using OpsAutomation.SimulatedAzure.Store;

namespace OpsAutomation.SimulatedAzure.Resources;

/// <summary>Versions of resources in the file. The newest is the present; older ones feed metrics and stale reads.</summary>
internal static class ResourceHistory
{
    private const string Columns = "SELECT v.body, v.at, v.state, v.deleted FROM versions v ";

    /// <summary>Appends a version.</summary>
    public static void Append(StoreSession session, ResourceVersion version) => session.Execute(
        "INSERT INTO versions(id, type, at, body, state, deleted) VALUES($0, $1, $2, $3, $4, $5)",
        version.Id.Key, version.Id.Type!.ToLowerInvariant(), Times.Ticks(version.At), version.Body.ToJsonString(),
        JsonSerializer.Serialize(version.State), version.Deleted ? 1 : 0);

    /// <summary>The resource as it was at a time; null when it was not there.</summary>
    public static ResourceVersion? Find(StoreSession session, ArmId id, DateTimeOffset asOf)
    {
        var rows = session.Query(Columns + "WHERE v.id = $0 AND v.at <= $1 ORDER BY v.seq DESC LIMIT 1", Read, id.Key, Times.Ticks(asOf));
        return rows is [{ Deleted: false } found] ? found : null;
    }

    /// <summary>Every resource whose id starts with a scope, as it was at a time, ordered by id.</summary>
    public static List<ResourceVersion> List(StoreSession session, ArmId scope, DateTimeOffset asOf)
    {
        var prefix = scope.Key + "/";
        return [.. session.Query(
            Columns + "JOIN (SELECT id, MAX(seq) AS last FROM versions WHERE at <= $1 GROUP BY id) l ON l.last = v.seq "
            + "WHERE substr(v.id, 1, length($0)) = $0 AND v.deleted = 0 ORDER BY v.id",
            Read, prefix, Times.Ticks(asOf))];
    }

    /// <summary>All versions of a resource up to a time, oldest first.</summary>
    public static List<ResourceVersion> Versions(StoreSession session, ArmId id, DateTimeOffset upTo) =>
        session.Query(Columns + "WHERE v.id = $0 AND v.at <= $1 ORDER BY v.seq", Read, id.Key, Times.Ticks(upTo));

    private static ResourceVersion Read(SqliteDataReader row)
    {
        var body = (JsonObject)JsonNode.Parse(row.GetString(0))!;
        return new ResourceVersion(
            ArmId.Parse(body["id"]!.GetValue<string>())!, Times.FromTicks(row.GetInt64(1)), body,
            JsonSerializer.Deserialize<ResourceState>(row.GetString(2))!, row.GetInt64(3) != 0);
    }
}

using System.Text.Json.Nodes;
using System.Web;
using OpsAutomation.SimulatedAzure.Store;
using OpsAutomation.SimulatedAzure.Transport;

namespace OpsAutomation.SimulatedAzure.Calls;

/// <summary>
/// The append-only log of every request to a simulated service. Of the query string only the API version is kept, no header
/// and no body: they can carry secrets. Of a request that changes something in ARM, it says whether it was done whatever was
/// answered, which capacity it asked for, and a digest of its body, so that an observer can tell a change from the same
/// change again.
/// </summary>
internal static class CallLog
{
    /// <summary>Status of a call whose answer never left, because a fault broke the connection.</summary>
    public const int Dropped = 0;

    /// <summary>Appends a call.</summary>
    public static void Append(
        StoreSession session, SimRequest request, DateTimeOffset at, string principal, int status, Guid requestId, string correlationId, string? fault, CallChange? change)
    {
        var call = session.Insert(
            "INSERT INTO calls(at, principal, method, host, path, status, request, correlation, fault, version) VALUES($0, $1, $2, $3, $4, $5, $6, $7, $8, $9)",
            Times.Ticks(at), principal, request.Method, request.Service, Uri.UnescapeDataString(request.Uri.AbsolutePath), status,
            requestId.ToString(), correlationId, fault, HttpUtility.ParseQueryString(request.Uri.Query)["api-version"]);
        if (change is not null)
        {
            session.Execute(
                "INSERT INTO changes(call, done, capacity, digest) VALUES($0, $1, $2, $3)", call, change.Done ? 1 : 0, change.Capacity, change.Digest);
        }
    }

    /// <summary>Calls in order, optionally of paths with a prefix, after a sequence number.</summary>
    public static List<JsonObject> Read(StoreSession session, string? prefix, string? method, string? principal, long after) => session.Query(
        """
        SELECT seq, at, principal, method, host, path, status, request, correlation, fault, version, done, capacity, digest
        FROM calls LEFT JOIN changes ON call = seq
        WHERE seq > $3 AND ($0 IS NULL OR lower(substr(path, 1, length($0))) = lower($0))
          AND ($1 IS NULL OR method = upper($1)) AND ($2 IS NULL OR principal = $2) ORDER BY seq
        """,
        row => new JsonObject
        {
            ["seq"] = row.GetInt64(0),
            ["time"] = Times.Wire(Times.FromTicks(row.GetInt64(1))),
            ["principal"] = row.GetString(2),
            ["method"] = row.GetString(3),
            ["host"] = row.GetString(4),
            ["path"] = row.GetString(5),
            ["status"] = row.GetInt32(6),
            ["requestId"] = row.GetString(7),
            ["correlationId"] = row.GetString(8),
            ["fault"] = row.IsDBNull(9) ? null : row.GetString(9),
            ["apiVersion"] = row.IsDBNull(10) ? null : row.GetString(10),
            ["change"] = row.IsDBNull(11) ? null : new JsonObject
            {
                ["done"] = row.GetInt64(11) != 0,
                ["capacity"] = row.IsDBNull(12) ? null : row.GetInt64(12),
                ["digest"] = row.GetString(13),
            },
        },
        prefix, method, principal, after);
}

using System.IO.Enumeration;
using System.Text.Json;
using OpsAutomation.SimulatedAzure.Metrics;
using OpsAutomation.SimulatedAzure.Store;
using OpsAutomation.SimulatedAzure.Transport;

namespace OpsAutomation.SimulatedAzure.Faults;

/// <summary>The faults in force, in the file: a kill neither forgets nor repeats one.</summary>
internal static class FaultBook
{
    /// <summary>Adds a fault.</summary>
    public static void Add(StoreSession session, Fault fault) =>
        session.Execute("INSERT INTO faults(id, matched, applied, body) VALUES($0, 0, 0, $1)", fault.Id, JsonSerializer.Serialize(fault));

    /// <summary>All faults with the number of requests that each has matched and hit, oldest first.</summary>
    public static List<(Fault Fault, long Matched, long Applied)> All(StoreSession session) =>
        Read(session, "SELECT body, matched, applied FROM faults ORDER BY seq");

    private static List<(Fault Fault, long Matched, long Applied)> Read(StoreSession session, string sql) => session.Query(
        sql,
        row => (JsonSerializer.Deserialize<Fault>(row.GetString(0))!, row.GetInt64(1), row.GetInt64(2)));

    /// <summary>Removes one, or all when the id is null.</summary>
    /// <returns>How many were removed.</returns>
    public static int Remove(StoreSession session, string? id) =>
        id is null ? session.Execute("DELETE FROM faults") : session.Execute("DELETE FROM faults WHERE id = $0", id);

    /// <summary>The first fault that hits a request, counted; null when none does.</summary>
    public static Fault? Strike(StoreSession session, SimRequest request)
    {
        foreach (var (fault, matched, _) in Read(session, "SELECT body, matched, applied FROM faults WHERE coalesce(applied < json_extract(body, '$.Count'), 1) ORDER BY seq"))
        {
            if (!Matches(fault, request))
            {
                continue;
            }

            var hit = fault.Probability >= 1 || Chance.Unit(session.Seed, $"fault {fault.Id}", matched) < fault.Probability;
            session.Execute("UPDATE faults SET matched = matched + 1, applied = applied + $1 WHERE id = $0", fault.Id, hit ? 1 : 0);
            if (hit)
            {
                return fault;
            }
        }

        return null;
    }

    private static bool Matches(Fault fault, SimRequest request)
    {
        var path = Uri.UnescapeDataString(request.Uri.AbsolutePath);
        return (fault.Method is null || fault.Method.Equals(request.Method, StringComparison.OrdinalIgnoreCase))
            && (fault.Route is null || FileSystemName.MatchesSimpleExpression(fault.Route, fault.Route.StartsWith('/') ? path : request.Service + path))
            && (fault.Resource is null || path.Equals(fault.Resource, StringComparison.OrdinalIgnoreCase)
                || path.StartsWith(fault.Resource + "/", StringComparison.OrdinalIgnoreCase));
    }
}

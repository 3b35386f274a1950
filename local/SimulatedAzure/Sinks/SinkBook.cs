using System.Text;
using System.Text.Json.Nodes;
using OpsAutomation.SimulatedAzure.Store;
using OpsAutomation.SimulatedAzure.Transport;

namespace OpsAutomation.SimulatedAzure.Sinks;

/// <summary>Messages that sinks have accepted, in the file. The address is not kept: its path and query authorise whoever has them.</summary>
internal static class SinkBook
{
    /// <summary>Name of the sink behind <c>*.webhook.office.com</c>.</summary>
    public const string Teams = "teams";

    /// <summary>Answers a request to a sink and keeps what was accepted. Sinks other than Teams accept every body.</summary>
    public static SimResponse Receive(StoreSession session, SimRequest request, string sink, bool isTeams, DateTimeOffset now)
    {
        if (!isTeams)
        {
            Keep(session, sink, request.Service, Encoding.UTF8.GetString(request.Body), now);
            return new SimResponse(202);
        }

        var (answer, message) = TeamsWebhook.Receive(request);
        if (message is not null)
        {
            Keep(session, sink, request.Service, message.ToJsonString(), now);
        }

        return answer;
    }

    /// <summary>Messages of a sink in order of arrival, after a sequence number.</summary>
    public static List<JsonObject> Read(StoreSession session, string sink, long after) => session.Query(
        "SELECT seq, at, path, body FROM sinks WHERE sink = $0 AND seq > $1 ORDER BY seq",
        row => new JsonObject
        {
            ["seq"] = row.GetInt64(0),
            ["time"] = Times.Wire(Times.FromTicks(row.GetInt64(1))),
            ["host"] = row.GetString(2),
            ["body"] = Body(row.GetString(3)),
        },
        sink, after);

    /// <summary>Forgets the messages of a sink.</summary>
    public static int Clear(StoreSession session, string sink) => session.Execute("DELETE FROM sinks WHERE sink = $0", sink);

    private static void Keep(StoreSession session, string sink, string host, string body, DateTimeOffset now) =>
        session.Execute("INSERT INTO sinks(at, sink, path, body) VALUES($0, $1, $2, $3)", Times.Ticks(now), sink, host, body);

    private static JsonNode? Body(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (System.Text.Json.JsonException)
        {
            return JsonValue.Create(text);
        }
    }
}

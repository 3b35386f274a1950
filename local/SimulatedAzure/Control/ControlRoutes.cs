using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using OpsAutomation.SimulatedAzure.Arm;
using OpsAutomation.SimulatedAzure.Calls;
using OpsAutomation.SimulatedAzure.Estates;
using OpsAutomation.SimulatedAzure.Operations;
using OpsAutomation.SimulatedAzure.Resources;
using OpsAutomation.SimulatedAzure.Sinks;
using OpsAutomation.SimulatedAzure.Store;
using OpsAutomation.SimulatedAzure.Topics;
using OpsAutomation.SimulatedAzure.Transport;

namespace OpsAutomation.SimulatedAzure.Control;

/// <summary>The <c>/_sim/</c> routes: faults, metrics, clock, sinks, calls, resources, topics (docs/simulated-azure.md).</summary>
internal sealed class ControlRoutes(
    SimulatedAzureOptions options, Surroundings surroundings, ConcurrentDictionary<string, SimulatedTopic> topics)
{
    /// <summary>Serves one request. Never struck by faults, never logged as a call.</summary>
    public SimResponse Serve(SimStore store, SimRequest request)
    {
        var path = request.Uri.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(Uri.UnescapeDataString).ToArray();
        var query = new Query(request.Uri);
        if ((request.Method, path) is ("POST", ["clock", "advance"]))
        {
            // Outside the transaction: moving the clock makes others work, and they need the file.
            return Advance(request);
        }

        if ((request.Method, path) is ("POST", ["topics", var raised, "events"]) && topics.TryGetValue(raised, out var found))
        {
            var answer = store.Run(session => TopicControl.Raise(session, request, found, surroundings.Now));

            // After the commit, or the delivery would look before there is something to see.
            found.Wake();
            return answer;
        }

        return store.Run(session =>
        {
            OperationLedger.Settle(session, surroundings.Now);
            return (request.Method, path) switch
            {
                ("GET", ["clock"]) => Clock(),
                ("GET", ["calls"]) => List("calls", CallLog.Read(session, query["prefix"], query["method"], query["principal"], After(query))),
                ("GET", ["resources"]) => List("resources", ResourceList(session)),
                ("GET", ["sinks", var sink]) => List("messages", SinkBook.Read(session, sink, After(query))),
                ("DELETE", ["sinks", var sink]) => SimResponse.Json(200, new JsonObject { ["removed"] = SinkBook.Clear(session, sink) }),
                ("GET", ["topics", var topic]) => Topic(session, topic),
                (_, ["faults", ..]) => FaultRoutes.Answer(session, request, path[1..]),
                (_, ["metrics"]) => MetricControl.Answer(session, request, query, surroundings.Now),
                _ => Problems.Of(404, "Not found", $"There is no route {request.Method} /_sim/{string.Join('/', path)}."),
            };
        });
    }

    private SimResponse Clock() => SimResponse.Json(200, new JsonObject
    {
        ["now"] = Times.Wire(surroundings.Now),
        ["canAdvance"] = options.AdvanceClock is not null,
        ["atWork"] = options.AtWork is { } count ? Math.Max(0, count() - 1) : null,
    });

    private SimResponse Advance(SimRequest request)
    {
        var fields = new BodyFields(request, "by");
        var text = fields.Text("by", required: true);
        var span = TimeSpan.Zero;
        if (text is not null && !Spans.TryRead(text, out span))
        {
            fields.Errors.Add("'by' must be a time span such as 30s, 5m, 2h or 1d");
        }

        if (fields.Errors.Count > 0)
        {
            return Problems.Of(400, "Bad request", "The clock was not moved.", fields.Errors);
        }

        if (options.AdvanceClock is null)
        {
            return Problems.Of(409, "The clock cannot be moved", "This simulation runs on a clock that moves by itself.");
        }

        options.AdvanceClock(span);
        return Clock();
    }

    private IEnumerable<JsonObject> ResourceList(StoreSession session) =>
        Scopes.List(session, null).Select(scope => ArmId.Parse(scope["id"]!.GetValue<string>())!)
            .SelectMany(subscription => ResourceHistory.List(session, subscription, surroundings.Now))
            .Select(version => new JsonObject
            {
                ["id"] = version.Id.Text,
                ["since"] = Times.Wire(version.At),
                ["running"] = version.State.Running,
                ["power"] = version.State.Power,
                ["restarted"] = version.State.Restarted is { } restarted ? Times.Wire(restarted) : null,
                ["body"] = version.CopyBody(),
            });

    private SimResponse Topic(StoreSession session, string name)
    {
        if (!topics.TryGetValue(name, out var topic))
        {
            return Problems.Of(404, "Not found", $"There is no topic '{name}'.");
        }

        return SimResponse.Json(200, new JsonObject
        {
            ["name"] = topic.Options.Name,
            ["endpoint"] = topic.Endpoint.ToString(),
            ["pending"] = TopicStore.Pending(session, topic.Options.Name),
            ["deadLetters"] = new JsonArray([.. TopicStore.DeadLetters(session, topic.Options.Name).Select(letter => new JsonObject
            {
                ["time"] = Times.Wire(letter.At),
                ["subscription"] = letter.Subscription,
                ["reason"] = letter.Reason,
                ["attempts"] = letter.Attempts,
                ["lastOutcome"] = letter.LastOutcome,
                ["event"] = JsonNode.Parse(letter.Event),
            })]),
        });
    }

    private static SimResponse List(string name, IEnumerable<JsonObject> items) =>
        SimResponse.Json(200, new JsonObject { [name] = new JsonArray([.. items]) });

    private static long After(Query query) =>
        long.TryParse(query["after"], NumberStyles.None, CultureInfo.InvariantCulture, out var after) ? after : 0;
}

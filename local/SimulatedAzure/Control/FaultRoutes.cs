using System.Text.Json;
using System.Text.Json.Nodes;
using OpsAutomation.SimulatedAzure.Faults;
using OpsAutomation.SimulatedAzure.Store;
using OpsAutomation.SimulatedAzure.Transport;

namespace OpsAutomation.SimulatedAzure.Control;

/// <summary>GET, POST and DELETE of <c>/_sim/faults</c>.</summary>
internal static class FaultRoutes
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    /// <summary>Answers one request.</summary>
    public static SimResponse Answer(StoreSession session, SimRequest request, string[] path)
    {
        switch (request.Method)
        {
            case "GET" when path.Length == 0:
                return SimResponse.Json(200, new JsonObject { ["faults"] = new JsonArray([.. FaultBook.All(session).Select(Shown)]) });
            case "POST" when path.Length == 0:
                return Add(session, request);
            case "DELETE" when path.Length <= 1:
                var removed = FaultBook.Remove(session, path.FirstOrDefault());
                return removed == 0 && path.Length == 1
                    ? Problems.Of(404, "Not found", $"There is no fault '{path[0]}'.")
                    : SimResponse.Json(200, new JsonObject { ["removed"] = removed });
            default:
                return Problems.Of(405, "Method not allowed", "Faults are listed with GET, added with POST, removed with DELETE.");
        }
    }

    private static SimResponse Add(StoreSession session, SimRequest request)
    {
        var fields = new BodyFields(request,
            "method", "route", "resource", "status", "retryAfter", "code", "delay", "dropAfterEffect", "staleMinutes", "failOperation", "count", "probability");
        var fault = new Fault
        {
            Id = session.NextId().ToString(),
            Method = fields.Text("method"),
            Route = fields.Text("route"),
            Resource = fields.Text("resource"),
            Status = fields.Whole("status", 400, 599),
            RetryAfter = fields.Whole("retryAfter", 0, 86_400),
            Code = fields.Text("code"),
            Delay = fields.Number("delay", 0, 86_400) ?? 0,
            DropAfterEffect = fields.Flag("dropAfterEffect"),
            StaleMinutes = fields.Number("staleMinutes", 0, 44_640) ?? 0,
            FailOperation = FailOperation(fields),
            Count = fields.Whole("count", 1, int.MaxValue),
            Probability = fields.Number("probability", 0, 1) ?? 1,
        };
        if (fault.Status is null && fault.Delay == 0 && !fault.DropAfterEffect && fault.StaleMinutes == 0 && fault.FailOperation is null)
        {
            fields.Errors.Add("a fault needs an effect: status, delay, dropAfterEffect, staleMinutes or failOperation");
        }

        if (fields.Errors.Count > 0)
        {
            return Problems.Of(400, "Bad request", "The fault was not added.", fields.Errors);
        }

        FaultBook.Add(session, fault);
        return SimResponse.Json(201, Shown((fault, 0, 0)));
    }

    private static JsonObject? FailOperation(BodyFields fields)
    {
        if (!fields.Has("failOperation"))
        {
            return null;
        }

        if (fields.Node("failOperation") is JsonObject error && error["code"] is JsonValue code && code.TryGetValue<string>(out var text))
        {
            return new JsonObject { ["code"] = text, ["message"] = error["message"]?.ToString() ?? "The operation failed (a simulated fault)." };
        }

        fields.Errors.Add("'failOperation' must be an object with a code and a message");
        return null;
    }

    private static JsonObject Shown((Fault Fault, long Matched, long Applied) one)
    {
        var body = (JsonObject)JsonSerializer.SerializeToNode(one.Fault, Web)!;
        body["matched"] = one.Matched;
        body["applied"] = one.Applied;
        return body;
    }
}

using System.Text.Json.Nodes;
using OpsAutomation.SimulatedAzure.Arm;
using OpsAutomation.SimulatedAzure.Estates;
using OpsAutomation.SimulatedAzure.Metrics;
using OpsAutomation.SimulatedAzure.Resources;
using OpsAutomation.SimulatedAzure.Store;
using OpsAutomation.SimulatedAzure.Transport;

namespace OpsAutomation.SimulatedAzure.Control;

/// <summary>GET and POST of <c>/_sim/metrics</c>: look at a resource's metrics now, or override one.</summary>
internal static class MetricControl
{
    /// <summary>Answers one request.</summary>
    public static SimResponse Answer(StoreSession session, SimRequest request, Query query, DateTimeOffset now) => request.Method switch
    {
        "GET" => Show(session, query["resource"], now),
        "POST" => Override(session, request, now),
        _ => Problems.Of(405, "Method not allowed", "Metrics are read with GET and overridden with POST."),
    };

    private static SimResponse Show(StoreSession session, string? resource, DateTimeOffset now)
    {
        if (resource is null || ArmId.Parse(resource) is not { Type: not null } id || ResourceHistory.Find(session, id, now) is not { } version)
        {
            return Problems.Of(404, "Not found", "The query parameter 'resource' must be the id of a resource that exists.");
        }

        var minute = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero) - TimeSpan.FromMinutes(1);
        var history = ResourceHistory.Versions(session, id, now);
        var metrics = MetricModels.Of(session, id).Select(model => new JsonObject
        {
            ["metric"] = model.Name,
            ["unit"] = model.Unit,
            ["minute"] = Times.WireSeconds(minute),
            ["value"] = new MetricCurve(id.Key, model, history, MetricOverride.Of(session, id.Key, model.Name), MetricModels.Epoch(session), session.Seed).At(minute),
        });
        return SimResponse.Json(200, new JsonObject { ["resource"] = version.Id.Text, ["metrics"] = new JsonArray([.. metrics]) });
    }

    private static SimResponse Override(StoreSession session, SimRequest request, DateTimeOffset now)
    {
        var fields = new BodyFields(request, "resource", "metric", "value", "series", "from", "until");
        var resource = fields.Text("resource", required: true);
        var metric = fields.Text("metric", required: true);
        var id = resource is null ? null : ArmId.Parse(resource);
        var model = id is null ? null : MetricModels.Of(session, id).FirstOrDefault(one => one.Name.Equals(metric, StringComparison.OrdinalIgnoreCase));
        if (resource is not null && metric is not null && model is null)
        {
            fields.Errors.Add($"there is no metric '{metric}' of '{resource}'");
        }

        var from = fields.Time("from") ?? now;
        var until = fields.Time("until");
        if (until <= from)
        {
            fields.Errors.Add("'until' must be after 'from'");
        }

        var points = Points(fields);
        if (fields.Errors.Count > 0)
        {
            return Problems.Of(400, "Bad request", "The metric was not overridden.", fields.Errors);
        }

        // Minutes are the grain: an override from the middle of one holds from its start.
        from = new DateTimeOffset(from.UtcTicks - (from.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero);
        MetricOverride.Put(session, id!.Key, model!.Name, new MetricOverride(from, until, points));
        return SimResponse.Json(201, new JsonObject
        {
            ["resource"] = resource,
            ["metric"] = model.Name,
            ["from"] = Times.Wire(from),
            ["until"] = until is { } end ? Times.Wire(end) : null,
        });
    }

    private static List<MetricPoint> Points(BodyFields fields)
    {
        if (fields.Has("value") == fields.Has("series"))
        {
            fields.Errors.Add("exactly one of 'value' and 'series' is needed");
            return [];
        }

        if (fields.Number("value", double.MinValue, double.MaxValue) is { } value)
        {
            return [new MetricPoint(TimeSpan.Zero, value)];
        }

        var points = new List<MetricPoint>();
        foreach (var item in fields.Node("series") as JsonArray ?? [])
        {
            if (item is JsonObject point && point["at"] is JsonValue at && at.TryGetValue<string>(out var text) && Spans.TryRead(text, out var span)
                && point["value"] is JsonValue number && number.TryGetValue<double>(out var level) && (points.Count == 0 || points[^1].At < span))
            {
                points.Add(new MetricPoint(span, level));
            }
            else
            {
                fields.Errors.Add("'series' must be a list of {\"at\": \"5m\", \"value\": 1} in order of 'at'");
                break;
            }
        }

        if (points.Count == 0 && fields.Errors.Count == 0)
        {
            fields.Errors.Add("'series' needs at least one point");
        }

        return points;
    }
}

using System.Text.Json.Nodes;
using System.Xml;
using OpsAutomation.SimulatedAzure.Arm;
using OpsAutomation.SimulatedAzure.Resources;
using OpsAutomation.SimulatedAzure.Store;
using OpsAutomation.SimulatedAzure.Transport;

namespace OpsAutomation.SimulatedAzure.Metrics;

/// <summary>GET of <c>{resource}/providers/microsoft.insights/metrics</c> and <c>metricDefinitions</c>.</summary>
internal static class MetricRoutes
{
    /// <summary>Answers a read.</summary>
    public static SimResponse Answer(ArmCall call, ArmId id, bool definitions)
    {
        ApiVersions.Check(call, "Microsoft.Insights/metrics", ApiVersions.Metrics);
        if (call.Method != "GET")
        {
            throw ArmRefusal.MethodNotAllowed(call.Method, "Microsoft.Insights/metrics");
        }

        var resource = ResourceHistory.Find(call.Session, id, call.AsOf) ?? throw ArmRefusal.ResourceNotFound(id);
        var models = MetricModels.Of(call.Session, id);
        return definitions ? Definitions(resource, models) : Values(call, resource, models, MetricQuery.Parse(call, resource.Id.Type!));
    }

    private static SimResponse Values(ArmCall call, ResourceVersion resource, IReadOnlyList<MetricModel> models, MetricQuery query)
    {
        var asked = query.Names.Count > 0 ? query.Names.Select(name => Model(resource, models, name)) : models.Take(1);
        var history = ResourceHistory.Versions(call.Session, resource.Id, call.AsOf);
        var epoch = MetricModels.Epoch(call.Session);
        var values = asked.Select(model =>
        {
            var overrides = MetricOverride.Of(call.Session, resource.Id.Key, model.Name);
            return Value(resource, new MetricCurve(resource.Id.Key, model, history, overrides, epoch, call.Session.Seed), query, call.AsOf);
        }).ToArray();
        return SimResponse.Json(200, new JsonObject
        {
            ["cost"] = (int)Math.Max(0, (query.To - query.From).TotalMinutes - 1),
            ["timespan"] = $"{Times.WireSeconds(query.From)}/{Times.WireSeconds(query.To)}",
            ["interval"] = XmlConvert.ToString(query.Interval),
            ["value"] = new JsonArray([.. values]),
            ["namespace"] = resource.Id.Type,
            ["resourceregion"] = resource.Location,
        });
    }

    private static JsonObject Value(ResourceVersion resource, MetricCurve curve, MetricQuery query, DateTimeOffset now)
    {
        var data = new JsonArray();
        if (query.WithData)
        {
            foreach (var grain in MetricGrains.Of(curve, query, now))
            {
                data.Add(grain.ToJson(query.Aggregations.Count > 0 ? query.Aggregations : [curve.Model.Aggregation.ToLowerInvariant()]));
            }
        }

        return new JsonObject
        {
            ["id"] = $"{resource.Id.Text}/providers/Microsoft.Insights/metrics/{curve.Model.Name}",
            ["type"] = "Microsoft.Insights/metrics",
            ["name"] = Localized(curve.Model.Name),
            ["displayDescription"] = curve.Model.Name,
            ["unit"] = curve.Model.Unit,
            ["timeseries"] = new JsonArray(new JsonObject { ["metadatavalues"] = new JsonArray(), ["data"] = data }),
            ["errorCode"] = "Success",
        };
    }

    private static SimResponse Definitions(ResourceVersion resource, IEnumerable<MetricModel> models) => SimResponse.Json(200, new JsonObject
    {
        ["value"] = new JsonArray([.. models.Select(model => new JsonObject
        {
            ["id"] = $"{resource.Id.Text}/providers/microsoft.insights/metricdefinitions/{model.Name}",
            ["resourceId"] = resource.Id.Text,
            ["namespace"] = resource.Id.Type,
            ["name"] = Localized(model.Name),
            ["isDimensionRequired"] = false,
            ["unit"] = model.Unit,
            ["primaryAggregationType"] = model.Aggregation,
            ["metricAvailabilities"] = new JsonArray(new JsonObject { ["timeGrain"] = "PT1M", ["retention"] = "P93D" }),
        })]),
    });

    private static MetricModel Model(ResourceVersion resource, IReadOnlyList<MetricModel> models, string name) =>
        models.FirstOrDefault(model => model.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new ArmRefusal(400, "BadRequest",
            $"Failed to find metric configuration for provider: {resource.Id.Provider}, resource Type: {resource.Id.Type!.Split('/', 2)[1]}, metric: {name}, Valid metrics: {string.Join(',', models.Select(model => model.Name))}");

    private static JsonObject Localized(string value) => new() { ["value"] = value, ["localizedValue"] = value };
}

using System.Globalization;
using System.Text.Json.Nodes;
using OpsAutomation.SimulatedAzure.Arm;
using OpsAutomation.SimulatedAzure.Metrics;
using OpsAutomation.SimulatedAzure.Transport;

namespace OpsAutomation.SimulatedAzure.Costs;

/// <summary>
/// POST of a query to Cost Management: daily sums by at most two groupings, in columns and rows, a page at a time. Usage of
/// yesterday is there in part only, that of today not at all: the billing is a day late here, too.
/// </summary>
internal static class CostRoutes
{
    private const int PageSize = 500;
    private const double Late = 0.7;

    private static readonly string[] Versions = ["2025-03-01", "2024-08-01", "2023-11-01", "2023-08-01", "2023-03-01", "2022-10-01"];

    /// <summary>The header in which Cost Management, which has one for each of its budgets, asks for a wait; null for other paths.</summary>
    public static string? RetryHeader(string path) =>
        path.Contains("/Microsoft.CostManagement/", StringComparison.OrdinalIgnoreCase) ? "x-ms-ratelimit-microsoft.costmanagement-qpu-retry-after" : null;

    /// <summary>Answers a query.</summary>
    public static SimResponse Answer(ArmCall call, ArmId scope)
    {
        ApiVersions.Check(call, "Microsoft.CostManagement/query", Versions);
        if (call.Method != "POST")
        {
            throw ArmRefusal.MethodNotAllowed(call.Method, "Microsoft.CostManagement/query");
        }

        var body = call.Body();
        var (from, to) = Period(body);
        var set = body["dataset"] as JsonObject ?? throw Bad("dataset is missing");
        if (set["granularity"]?.ToString() is not "Daily")
        {
            throw Bad("granularity must be Daily here");
        }

        var groupings = (set["grouping"] as JsonArray ?? []).OfType<JsonObject>().Select(g => (Type: g["type"]?.ToString(), Name: g["name"]?.ToString() ?? string.Empty)).ToArray();
        if (groupings.Length > 2)
        {
            throw Bad("at most two groupings are supported");
        }

        var today = DateOnly.FromDateTime(call.AsOf.UtcDateTime);
        var epoch = DateOnly.FromDateTime(MetricModels.Epoch(call.Session).UtcDateTime);
        var seed = call.Session.Seed;
        var models = CostModels.Of(call.Session, scope.Subscription)
            .Where(m => scope.ResourceGroup is null || m.Group.Equals(scope.ResourceGroup, StringComparison.OrdinalIgnoreCase)).ToArray();
        var rows = new List<JsonArray>();
        for (var day = from; day <= to && day < today; day = day.AddDays(1))
        {
            var part = day == today.AddDays(-1) ? (decimal)Late : 1;
            foreach (var sum in models
                .Select(m => (Values: groupings.SelectMany(g => Values(m, g)).ToArray(), m.Currency, Amount: part * m.On(day, epoch, seed)))
                .Where(m => m.Amount != 0)
                .GroupBy(m => string.Join('\n', m.Values.Append(m.Currency))).OrderBy(g => g.Key, StringComparer.Ordinal))
            {
                rows.Add([sum.Sum(m => m.Amount), (day.Year * 10000) + (day.Month * 100) + day.Day, .. sum.First().Values.Select(v => (JsonNode)v), sum.First().Currency]);
            }
        }

        var skip = int.TryParse(call.Query["$skiptoken"], CultureInfo.InvariantCulture, out var token) ? token : 0;
        var columns = new JsonArray(Column("Cost", "Number"), Column("UsageDate", "Number"));
        foreach (var grouping in groupings)
        {
            foreach (var name in grouping.Type == "TagKey" ? (string[])["TagKey", "TagValue"] : [grouping.Name])
            {
                columns.Add(Column(name, "String"));
            }
        }

        columns.Add(Column("Currency", "String"));
        var path = call.Request.Uri.AbsolutePath;
        return SimResponse.Json(200, new JsonObject
        {
            ["id"] = $"{scope.Text}/providers/Microsoft.CostManagement/query/{call.RequestId:D}",
            ["name"] = call.RequestId.ToString("D"),
            ["type"] = "Microsoft.CostManagement/query",
            ["properties"] = new JsonObject
            {
                ["nextLink"] = rows.Count > skip + PageSize ? call.Link($"{path}?api-version={call.ApiVersion}&$skiptoken={skip + PageSize}") : null,
                ["columns"] = columns,
                ["rows"] = new JsonArray([.. rows.Skip(skip).Take(PageSize)]),
            },
        });
    }

    private static IEnumerable<string> Values(CostModel model, (string? Type, string Name) grouping) => (grouping.Type, grouping.Name) switch
    {
        ("TagKey", var tag) => [tag, model.Tags.GetValueOrDefault(tag, string.Empty)],
        (_, "ServiceName") => [model.Service],
        (_, "Meter") => [model.Meter],
        (_, "ResourceGroupName" or "ResourceGroup") => [model.Group],
        (_, "ResourceId") => [model.Resource.ToLowerInvariant()],
        (_, "ChargeType") => [model.Charge],
        (_, var name) => throw Bad($"'{name}' is no dimension that is simulated"),
    };

    private static (DateOnly From, DateOnly To) Period(JsonObject body)
    {
        if (body["timeframe"]?.ToString() != "Custom" || body["timePeriod"] is not JsonObject period
            || !DateTimeOffset.TryParse(period["from"]?.ToString(), CultureInfo.InvariantCulture, out var from)
            || !DateTimeOffset.TryParse(period["to"]?.ToString(), CultureInfo.InvariantCulture, out var to))
        {
            throw Bad("a Custom timeframe needs timePeriod.from and timePeriod.to");
        }

        return to >= from && to - from <= TimeSpan.FromDays(366)
            ? (DateOnly.FromDateTime(from.UtcDateTime), DateOnly.FromDateTime(to.UtcDateTime))
            : throw Bad("the period must be at most a year, and must not end before it begins");
    }

    private static JsonObject Column(string name, string type) => new() { ["name"] = name, ["type"] = type };

    private static ArmRefusal Bad(string why) => new(400, "BadRequest", $"Invalid query definition: {why}.");
}

using OpsAutomation.SimulatedAzure.Arm;
using OpsAutomation.SimulatedAzure.Estates;
using YamlDotNet.RepresentationModel;

namespace OpsAutomation.SimulatedAzure.Costs;

/// <summary>Reads one cost model of an estate's subscription.</summary>
internal static class CostReader
{
    private const int LongBefore = 3650;

    /// <summary>Reads it; problems are added to the list.</summary>
    public static CostModel Read(string file, YamlNode node, ArmId subscription, List<EstateProblem> problems)
    {
        var fields = new YamlFields(
            file, node, problems, "service", "meter", "resourceGroup", "resource", "currency", "charge", "tags", "perDay", "growthPerYear", "weekend", "monthStart", "noise", "incidents");
        var group = fields.TextOr("resourceGroup", string.Empty)!;
        var resource = fields.TextOr("resource", string.Empty)!;
        return new CostModel
        {
            Service = fields.Text("service"),
            Meter = fields.TextOr("meter", "Standard")!,
            Group = group,
            Resource = resource.Contains('/', StringComparison.Ordinal) && !resource.StartsWith('/') ? $"{subscription.Text}/resourceGroups/{group}/providers/{resource}" : resource,
            Currency = fields.TextOr("currency", "USD")!,
            Charge = fields.OneOf("charge", "Usage", "Usage", "Purchase", "Refund"),
            Tags = fields.Texts("tags").ToDictionary(t => t.Key, t => t.Value!.ToString(), StringComparer.OrdinalIgnoreCase),
            PerDay = fields.Number("perDay", null),
            Growth = fields.Number("growthPerYear", 0),
            Weekend = fields.Number("weekend", 1, 0),
            MonthStart = fields.Number("monthStart", 0),
            Noise = fields.Number("noise", 0, 0, 1),
            Incidents = [.. fields.Items("incidents").Select(item =>
            {
                var incident = new YamlFields(file, item, problems, "fromDay", "days", "factor");
                return new CostIncident(
                    (int)incident.Number("fromDay", null, -LongBefore, LongBefore), (int)incident.Number("days", LongBefore, 1, LongBefore), incident.Number("factor", null, 0));
            })],
        };
    }
}

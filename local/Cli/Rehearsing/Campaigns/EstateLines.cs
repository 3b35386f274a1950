using System.Globalization;

namespace OpsAutomation.Cli.Rehearsing.Campaigns;

/// <summary>How a resource of a campaign stands in the estate's file.</summary>
internal static class EstateLines
{
    private const string Swap = "slotSwapStatus: { timestampUtc: \"2026-11-24T13:20:00Z\", sourceSlotName: last-good, destinationSlotName: Production }";

    /// <summary>Its lines.</summary>
    public static string Of(CampaignResource resource)
    {
        var (body, metrics) = resource.Type switch
        {
            CampaignEstate.Sets => (
                "sku: { name: Standard_D2s_v5, tier: Standard, capacity: 3 }\n            properties: { unhealthyInstances: [\"1\"] }",
                Metric("Percentage CPU", "Percent", "Average", 40) + Metric("VmAvailabilityMetric", "Count", "Average", 1)),
            CampaignEstate.Machines => (
                "properties: { hardwareProfile: { vmSize: Standard_D4s_v5 } }",
                Metric("Percentage CPU", "Percent", "Average", 40) + Metric("VmAvailabilityMetric", "Count", "Average", 1)),
            CampaignEstate.Farms => ("sku: { name: P2v3, tier: PremiumV3, size: P2v3, family: Pv3, capacity: 2 }", Metric("CpuPercentage", "Percent", "Average", 40)),
            CampaignEstate.Stores => (
                "properties: { featureFlags: [{ id: new-basket, enabled: true, description: The new basket }] }", Metric("BasketErrors", "Count", "Total", 0)),
            CampaignEstate.Groups => ($"properties: {{ securityRules: [{Rule("allow-https", 443, 100)}, {Rule("temporary-ssh", 22, 200)}] }}", Metric("OpenManagementPorts", "Count", "Average", 0)),
            CampaignEstate.Accounts => ("keyAge: 120d\n            properties: { keyPolicy: { keyExpirationPeriodInDays: 90 } }", string.Empty),
            _ => (
                $"properties:\n              serverFarmId: /subscriptions/{CampaignEstate.Subscription}/resourceGroups/{CampaignEstate.Group}/providers/{CampaignEstate.Farms}/plan-0\n              {Swap}\n              deployments: [{{ id: v2, active: true, message: New }}]",
                Metric("Http5xx", "Count", "Total", 0)),
        };
        var slot = resource.Type != CampaignEstate.Sites ? string.Empty
            : $"          - name: {resource.Name}/last-good\n            type: Microsoft.Web/sites/slots\n{Tags(resource)}            properties:\n              {Swap}\n              deployments: [{{ id: v1, active: true, message: Old }}]\n";
        return $"          - name: {resource.Name}\n            type: {resource.Type}\n{Tags(resource)}            {body}\n{(metrics.Length > 0 ? "            metrics:\n" : string.Empty)}{metrics}{slot}";
    }

    /// <summary>A rule that lets the whole Internet in to a port.</summary>
    public static string Rule(string name, int port, int priority) => string.Create(
        CultureInfo.InvariantCulture,
        $"{{ name: {name}, properties: {{ protocol: Tcp, sourceAddressPrefix: \"*\", sourcePortRange: \"*\", destinationAddressPrefix: \"*\", destinationPortRange: \"{port}\", access: Allow, priority: {priority}, direction: Inbound }} }}");

    private static string Tags(CampaignResource resource) =>
        $"            tags: {{ service: campaign-{resource.Name}{(resource.IsProtected ? ", protected: \"true\"" : string.Empty)} }}\n";

    private static string Metric(string name, string unit, string aggregation, double value) => string.Create(
        CultureInfo.InvariantCulture,
        $"              - {{ name: {name}, unit: {unit}, aggregation: {aggregation}, script: [{{ at: 0s, value: {value} }}] }}\n");
}

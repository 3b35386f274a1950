using System.Globalization;
using System.Text;

namespace OpsAutomation.Cli.Rehearsing.Campaigns;

/// <summary>A kind of alert that a campaign fires: a sample, the type it is about, and how ill the metric gets.</summary>
/// <param name="Sample">Name of the sample.</param>
/// <param name="Type">ARM type.</param>
/// <param name="Metric">Metric that fired.</param>
/// <param name="Ill">Value beyond the threshold.</param>
internal sealed record CampaignAlert(string Sample, string Type, string Metric, double Ill);

/// <summary>A resource of a campaign.</summary>
/// <param name="Name">Name.</param>
/// <param name="Type">ARM type.</param>
/// <param name="IsProtected">Whether a tag protects it.</param>
internal sealed record CampaignResource(string Name, string Type, bool IsProtected)
{
    /// <summary>Its ARM id.</summary>
    public string Id => $"/subscriptions/{CampaignEstate.Subscription}/resourceGroups/{CampaignEstate.Group}/providers/{Type}/{Name}";
}

/// <summary>The estate that every part of a campaign runs on: several of each kind, each a service of its own, some protected.</summary>
internal static class CampaignEstate
{
    /// <summary>The subscription.</summary>
    public const string Subscription = "11111111-1111-1111-1111-111111111111";

    /// <summary>The resource group.</summary>
    public const string Group = "rg-campaign";

    private const string Sets = "Microsoft.Compute/virtualMachineScaleSets";
    private const string Machines = "Microsoft.Compute/virtualMachines";
    private const string Sites = "Microsoft.Web/sites";
    private const string Farms = "Microsoft.Web/serverfarms";

    /// <summary>The alerts.</summary>
    public static IReadOnlyList<CampaignAlert> Alerts { get; } =
    [
        new("cpu-high", Sets, "Percentage CPU", 95),
        new("checkout-errors", Sites, "Http5xx", 40),
        new("vm-unavailable", Machines, "VmAvailabilityMetric", 0),
        new("vm-idle", Machines, "Percentage CPU", 2),
        new("plan-cpu-high", Farms, "CpuPercentage", 95),
    ];

    /// <summary>The resources.</summary>
    public static IReadOnlyList<CampaignResource> Resources { get; } =
    [
        .. Several(Sets, "set", 5, 1),
        .. Several(Machines, "vm", 5, 1),
        .. Several(Farms, "plan", 3, 0),
        .. Several(Sites, "site", 4, 1),
    ];

    /// <summary>Services of the catalogue for them: what belongs to none is nobody's to mend.</summary>
    public static (string File, string Find, string Replace) Services { get; } = ("services.yaml", "services:\n", $"services:\n{ServiceText()}");

    /// <summary>The estate's file.</summary>
    public static string Text()
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $$"""
            estate: campaign
            description: Several of each kind, some of them protected.
            subscriptions:
              - id: {{Subscription}}
                name: Campaign (simulated)
                resourceGroups:
                  - name: {{Group}}
                    location: westeurope
                    resources:

            """);
        foreach (var resource in Resources)
        {
            text.Append(Lines(resource));
        }

        return text.ToString();
    }

    private static IEnumerable<CampaignResource> Several(string type, string prefix, int count, int guarded) =>
        Enumerable.Range(0, count).Select(i => new CampaignResource($"{prefix}-{i}", type, i >= count - guarded));

    private static string Lines(CampaignResource resource)
    {
        var (body, metrics) = resource.Type switch
        {
            Sets => ("sku: { name: Standard_D2s_v5, tier: Standard, capacity: 2 }", Metric("Percentage CPU", "Percent", "Average", 40)),
            Machines => ("properties: { hardwareProfile: { vmSize: Standard_D4s_v5 } }", Metric("Percentage CPU", "Percent", "Average", 40) + Metric("VmAvailabilityMetric", "Count", "Average", 1)),
            Farms => ("sku: { name: P1v3, tier: PremiumV3, size: P1v3, family: Pv3, capacity: 2 }", Metric("CpuPercentage", "Percent", "Average", 40)),
            _ => ($"properties: {{ serverFarmId: /subscriptions/{Subscription}/resourceGroups/{Group}/providers/{Farms}/plan-0 }}", Metric("Http5xx", "Count", "Total", 0)),
        };
        var guarded = resource.IsProtected ? ", protected: \"true\"" : string.Empty;
        return $$"""
                      - name: {{resource.Name}}
                        type: {{resource.Type}}
                        tags: { service: campaign-{{resource.Name}}{{guarded}} }
                        {{body}}
                        metrics:
            {{metrics}}
            """;
    }

    private static string Metric(string name, string unit, string aggregation, double value) => string.Create(
        CultureInfo.InvariantCulture,
        $"              - {{ name: {name}, unit: {unit}, aggregation: {aggregation}, script: [{{ at: 0s, value: {value} }}] }}\n");

    private static string ServiceText() => string.Concat(Resources.Select(r =>
        $"  - name: campaign-{r.Name}\n    owner: maria\n    team: shop\n    tier: 2\n    onCall: [ana, ben]\n    resources:\n      - {r.Id}\n\n"));
}

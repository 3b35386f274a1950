using OpsAutomation.Cli.Rehearsing.Scripts;
using OpsAutomation.Cli.Samples;

namespace OpsAutomation.Cli.Rehearsing.Campaigns;

/// <summary>A kind of alert that a campaign fires: a sample, the type it is about, and how ill the metric gets.</summary>
/// <param name="Sample">Name of the sample; empty for a notice that the vault itself raises.</param>
/// <param name="Type">ARM type.</param>
/// <param name="Metric">Metric that fired; empty where there is none.</param>
/// <param name="Ill">Value beyond the threshold.</param>
internal sealed record CampaignAlert(string Sample, string Type, string Metric = "", double Ill = 0)
{
    private const string Maria = "cccccccc-0000-4000-8000-000000000001";
    private const string LeakedApp = "aaaaaaaa-0000-4000-8000-0000000000c1";
    private const string LeakedKey = "bbbbbbbb-0000-4000-8000-000000000001";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<CampaignAlert> All { get; } =
    [
        new("cpu-high", CampaignEstate.Sets, "Percentage CPU", 95),
        new("cpu-high", CampaignEstate.Sets, "Percentage CPU", 95),
        new("instance-unhealthy", CampaignEstate.Sets, "VmAvailabilityMetric", 0.67),
        new("checkout-errors", CampaignEstate.Sites, "Http5xx", 40),
        new("checkout-errors", CampaignEstate.Sites, "Http5xx", 40) { AfterDeployment = true },
        new("vm-unavailable", CampaignEstate.Machines, "VmAvailabilityMetric", 0),
        new("vm-idle", CampaignEstate.Machines, "Percentage CPU", 2),
        new("report-idle", CampaignEstate.Machines, "Percentage CPU", 3),
        new("plan-cpu-high", CampaignEstate.Farms, "CpuPercentage", 95),
        new("plan-idle", CampaignEstate.Farms, "CpuPercentage", 4),
        new("feature-errors", CampaignEstate.Stores, "BasketErrors", 61),
        new("rule-open", CampaignEstate.Groups, "OpenManagementPorts", 1),
        new("user-at-risk", CampaignEstate.Users),
        new("secret-leaked", CampaignEstate.Applications),
        new("storage-key-old", CampaignEstate.Accounts),
        new(string.Empty, CampaignEstate.Secrets),
    ];

    /// <summary>Whether a deployment of the same service comes shortly before.</summary>
    public bool AfterDeployment { get; init; }

    /// <summary>Whether the vault raises it, and no sender posts it.</summary>
    public bool IsRaised => Sample.Length == 0;

    /// <summary>In words, for the table.</summary>
    public string Words => IsRaised ? "secret-near-expiry" : AfterDeployment ? $"{Sample} after a deployment" : Sample;

    /// <summary>Its sender.</summary>
    public string Source => Type.StartsWith("Microsoft.Graph/", StringComparison.Ordinal) ? "generic-entra-risk" : "azure-monitor";

    /// <summary>The body about a resource.</summary>
    public string Body(CampaignResource resource) => SampleAlerts.Text(Sample)! is var text && Source == "azure-monitor"
        ? AlertBodies.About(text, resource.Id)
        : text.Replace(Maria, resource.Name, StringComparison.Ordinal)
            .Replace(LeakedApp, CampaignEstate.ClientOf(resource.Name), StringComparison.Ordinal)
            .Replace(LeakedKey, CampaignEstate.KeyOf(resource.Name), StringComparison.Ordinal);

    /// <summary>The body of a deployment of what a resource belongs to.</summary>
    public static string Deployment(CampaignResource resource) => SampleAlerts.Text("checkout-deployment")!
        .Replace("\"shop-checkout\"", $"\"campaign-{resource.Name}\"", StringComparison.Ordinal)
        .Replace("/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-shop/providers/Microsoft.Web/sites/app-shop-checkout", resource.Id, StringComparison.Ordinal);
}

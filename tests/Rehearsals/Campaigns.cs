using OpsAutomation.Cli.Rehearsing;
using OpsAutomation.Cli.Rehearsing.Campaigns;
using OpsAutomation.Cli.Rehearsing.Observing;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Integrations.Arm.Actions;

namespace OpsAutomation.Rehearsals;

/// <summary>A small campaign; set OPS_CAMPAIGN for a larger one, OPS_CAMPAIGN_SEED for another.</summary>
public sealed class Campaigns
{
    private const int Few = 10;

    [Fact]
    public async Task Whatever_the_seed_draws_nothing_is_doubled_nor_wrong_nor_beyond_a_guardrail()
    {
        var catalog = CatalogLoader.Load(RehearsalFolders.Catalog, AzureActions.Descriptions).Catalog!;
        var tally = await Campaign.RunAsync(Number("OPS_CAMPAIGN", Few), Number("OPS_CAMPAIGN_SEED", 1), RehearsalFolders.Catalog, catalog, report: null, CancellationToken.None);
        var told = CampaignText.Table(tally);
        Assert.True(tally.Findings.Count == 0 && tally.Problems.Count == 0, told);
        Assert.True(tally is { Incidents: > 0, Effects: > 0 }, told);
        Assert.Equal(0, tally.Of(FindingKind.Doubled));
    }

    private static int Number(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}

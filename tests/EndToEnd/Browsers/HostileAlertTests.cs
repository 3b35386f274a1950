using System.Text.Json.Nodes;
using OpsAutomation.Testing.Systems.Processes;

namespace OpsAutomation.EndToEnd.Browsers;

/// <summary>An alert whose name tries to become markup, a link, a mention or a template, wherever it is shown.</summary>
public sealed class HostileAlertTests(BrowserSession browser) : IClassFixture<BrowserSession>
{
    private const string Name =
        "<b>bold</b><img src=x onerror=alert(1)><a href=\"https://evil.example/a\">click</a> [pay](https://evil.example/b) "
        + "<https://evil.example/c> **stars** <at>everyone</at> @everyone ${secret} {{DATE(2026-01-01T00:00:00Z)}} <script>alert(2)</script>"
        + " VeryLongWordsWithoutAnyPlaceToBreakThemAreNoReasonToScrollSidewaysOnAPhone_____________________________________";

    // What a reader must see as it was written; the card breaks up templates and mentions by a joiner that nobody sees.
    private static readonly string[] Pieces =
        ["<b>bold</b>", "<img src=x", "[pay](https://evil.example/b)", "**stars**", "@everyone", "${secret}", "{{DATE(", "<script>alert(2)</script>"];

    [CardFact]
    public async Task A_hostile_alert_name_is_text_in_card_and_pages()
    {
        await using var ops = await OpsProcess.StartAsync();
        var alert = JsonNode.Parse(OpsApi.Sample("checkout-errors"))!;
        alert["data"]!["essentials"]!["alertRule"] = Name;
        alert["data"]!["essentials"]!["description"] = Name;
        var id = Assert.Single(await ops.Api.FireAsync(alert.ToJsonString()));
        var incident = await ops.Api.IncidentOfAsync(id);
        var card = await ops.Sim.ApprovalCardAsync();
        await ops.SettleAsync(incident);
        await using var reader = await browser.OpenAsync();

        (string Name, Uri Address)[] pages =
        [
            ("ops", new Uri(ops.Address, "ops")),
            ("incident", new Uri(ops.Address, $"ops/incidents/{incident}")),
            ("approval", SimApi.Links(card)["Review and approve"]),
            ("alert", new Uri(ops.Address, $"ops/alerts/{id}")),
        ];
        foreach (var (name, address) in pages)
        {
            Assert.Equal(200, await reader.OpenAsync(address));
            await reader.PictureAsync($"hostile-{name}");
            await IsTextAsync(reader, name);
        }

        Assert.Empty(reader.Outside(ops.Address));
        await using var phone = await browser.OpenAsync(width: 390);
        foreach (var (name, address) in pages)
        {
            await phone.OpenAsync(address);
            await phone.PictureAsync($"hostile-{name}-phone");
            Assert.Empty(await phone.TooWideAsync());
        }

        await using var teams = await browser.OpenAsync(width: 800);
        Assert.Empty(await CardRenderer.ShowAsync(teams, card));
        await teams.PictureAsync("hostile-card");
        await IsTextAsync(teams, "card");
        Assert.Empty(await teams.LinksAsync());
        Assert.DoesNotContain("\"entities\"", card.ToJsonString(), StringComparison.Ordinal);
        Assert.Empty(teams.Outside(ops.Address));
    }

    private static async Task IsTextAsync(Reader reader, string where)
    {
        var seen = (await reader.Page.EvaluateAsync<string>("() => document.body.textContent")).Replace("\u2060", string.Empty, StringComparison.Ordinal);
        Assert.All(Pieces, piece => Assert.True(seen.Contains(piece, StringComparison.Ordinal), $"{where} does not show {piece}:\n{seen}"));
        Assert.DoesNotContain(await reader.LinksAsync(), href => href.Contains("evil", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(0, await reader.Page.Locator("body img, body script:not([src]), body at, main b, #card b").CountAsync());
        Assert.Empty(reader.Complaints);
    }
}

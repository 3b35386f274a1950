using OpsAutomation.Testing.Systems.Processes;

namespace OpsAutomation.EndToEnd.Browsers;

/// <summary>What Teams received, shown by the library that Teams' own renderer is made of.</summary>
public sealed class CardTests(BrowserSession browser, WaitingSystem system) : IClassFixture<BrowserSession>, IClassFixture<WaitingSystem>
{
    [CardFact]
    public async Task The_card_is_valid_and_shows_plan_risk_and_both_links()
    {
        await using var reader = await browser.OpenAsync(width: 800);
        Assert.Empty(await CardRenderer.ShowAsync(reader, system.Card));
        await reader.PictureAsync("card");

        var text = await reader.TextAsync();
        Assert.Contains("Restart app-shop-checkout", text, StringComparison.Ordinal);
        Assert.Contains("Risk: medium", text, StringComparison.Ordinal);
        Assert.Contains("Running, after a restart", text, StringComparison.Ordinal);
        Assert.Contains("az webapp restart", text, StringComparison.Ordinal);
        Assert.Equal(["Review and approve", "Reject", "Open the incident"], await reader.Page.Locator("button").AllInnerTextsAsync());
        Assert.Equal(SimApi.Links(system.Card)["Review and approve"].AbsolutePath, SimApi.Links(system.Card)["Reject"].AbsolutePath);
        Assert.Empty(reader.Complaints);
    }

    [CardFact]
    public async Task The_card_is_readable_on_a_phone()
    {
        await using var reader = await browser.OpenAsync(width: 390);
        Assert.Empty(await CardRenderer.ShowAsync(reader, system.Card));
        await reader.PictureAsync("card-phone");
        Assert.Empty(await reader.TooWideAsync());
        foreach (var button in await reader.Page.Locator("button").AllAsync())
        {
            Assert.Equal(0, await button.EvaluateAsync<int>("b => b.scrollWidth - b.clientWidth"));
            Assert.True((await button.BoundingBoxAsync())!.X + (await button.BoundingBoxAsync())!.Width <= 390);
        }
    }

    [CardFact]
    public async Task Every_other_card_is_valid_too()
    {
        await using var reader = await browser.OpenAsync(width: 800);
        var cards = await system.Ops.Sim.CardsAsync();
        Assert.True(cards.Count > 1);
        foreach (var card in cards)
        {
            Assert.Empty(await CardRenderer.ShowAsync(reader, card));
        }

        await CardRenderer.ShowAsync(reader, cards[0]);
        await reader.PictureAsync("card-update");
    }
}

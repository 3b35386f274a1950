using Microsoft.Playwright;
using OpsAutomation.Testing.Systems.Processes;

namespace OpsAutomation.EndToEnd.Browsers;

/// <summary>What scanners and previews of messages do to a link, and what a page of another site can do with it.</summary>
public sealed class ScannerTests(BrowserSession browser) : IClassFixture<BrowserSession>
{
    [BrowserFact]
    public async Task A_scanner_that_fetches_every_link_and_runs_every_script_changes_nothing()
    {
        await using var ops = await OpsProcess.StartAsync();
        var incident = await ops.Api.IncidentOfAsync(Assert.Single(await ops.Api.FireAsync(OpsApi.Sample("checkout-errors"))));
        var links = SimApi.Links(await ops.Sim.ApprovalCardAsync());
        await ops.SettleAsync(incident);
        var before = (await ops.Api.IncidentAsync(incident))!.LastSequence;

        using (var plain = new HttpClient())
        {
            foreach (var link in links.Values)
            {
                using var get = await plain.GetAsync(link);
                using var head = await plain.SendAsync(new HttpRequestMessage(HttpMethod.Head, link));
                Assert.Equal((200, 200), ((int)get.StatusCode, (int)head.StatusCode));
            }
        }

        await using var reader = await browser.OpenAsync();
        foreach (var link in links.Values)
        {
            await reader.OpenAsync(link);
            Assert.Equal(0, await reader.Page.Locator("script").CountAsync());

            // Enter wherever a scanner's cursor may be, and every link of the page.
            await reader.Page.Keyboard.PressAsync("Enter");
            foreach (var address in (await reader.LinksAsync()).Where(a => a.StartsWith('/')))
            {
                await reader.OpenAsync(new Uri(ops.Address, address));
            }
        }

        var after = (await ops.Api.IncidentAsync(incident))!;
        Assert.Equal(("AwaitingApproval", before), (after.Status, after.LastSequence));
        Assert.Empty(after.Facts("decided"));
    }

    [BrowserFact]
    public async Task A_page_of_another_site_can_neither_frame_the_page_nor_send_its_form()
    {
        await using var ops = await OpsProcess.StartAsync();
        var incident = await ops.Api.IncidentOfAsync(Assert.Single(await ops.Api.FireAsync(OpsApi.Sample("checkout-errors"))));
        var link = SimApi.Links(await ops.Sim.ApprovalCardAsync())["Review and approve"];
        var token = link.Query[3..].Split('&')[0];
        await using var reader = await browser.OpenAsync();
        await reader.Page.RouteAsync("https://evil.example/**", route => route.FulfillAsync(new RouteFulfillOptions
        {
            ContentType = "text/html",
            Body = $"""
                <iframe id="frame" src="{link.AbsoluteUri}"></iframe>
                <form id="form" method="post" action="{ops.Address}ops/approve">
                  <input name="token" value="{token}"><input name="antiforgery" value="x"><input name="user" value="ana">
                  <input name="reason" value="evil"><input name="decision" value="approve"></form>
                """,
        }));
        await reader.Page.GotoAsync("https://evil.example/", new PageGotoOptions { WaitUntil = WaitUntilState.Load });

        var frame = reader.Page.Frames.Last();
        Assert.Equal(0, await frame.Locator("form[method=post]").CountAsync());
        await reader.Page.EvaluateAsync("() => document.getElementById('form').submit()");
        await reader.Page.WaitForLoadStateAsync();

        Assert.Equal("AwaitingApproval", (await ops.Api.IncidentAsync(incident))!.Status);
        Assert.Empty((await ops.Api.IncidentAsync(incident))!.Facts("decided"));
    }

    [BrowserFact]
    public async Task A_double_click_on_a_phone_is_one_decision()
    {
        await using var ops = await OpsProcess.StartAsync();
        var incident = await ops.Api.IncidentOfAsync(Assert.Single(await ops.Api.FireAsync(OpsApi.Sample("checkout-errors"))));
        var link = SimApi.Links(await ops.Sim.ApprovalCardAsync())["Review and approve"];
        await using var reader = await browser.OpenAsync(width: 390, dark: true);
        await reader.OpenAsync(link);
        await reader.PictureAsync("approval-waiting-phone-dark");
        await reader.Page.Locator("label", new PageLocatorOptions { HasText = "ana" }).First.ClickAsync();
        await reader.Page.Locator("textarea[name=reason]").FillAsync("A restart is what the runbook says.");
        await reader.PictureAsync("approval-filled-phone-dark");
        await reader.Page.Locator("button[value=approve]").DblClickAsync();
        await reader.Page.Locator("[role=status]").WaitForAsync();
        await reader.PictureAsync("approval-recorded-phone-dark");

        var story = await ops.RunUntilClosedAsync(incident);
        Assert.Equal("Approved", Assert.Single(story.Facts("decided"))["outcome"]!.GetValue<string>());
        Assert.Empty(await reader.TooWideAsync());
    }
}

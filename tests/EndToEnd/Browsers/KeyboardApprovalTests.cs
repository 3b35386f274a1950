using OpsAutomation.Testing.Systems.Processes;

namespace OpsAutomation.EndToEnd.Browsers;

public sealed class KeyboardApprovalTests(BrowserSession browser) : IClassFixture<BrowserSession>
{
    private const int MostTabs = 40;

    [BrowserFact]
    public async Task A_plan_is_approved_with_the_keyboard_alone_and_without_script()
    {
        await using var ops = await OpsProcess.StartAsync();
        var alert = Assert.Single(await ops.Api.FireAsync(OpsApi.Sample("checkout-errors")));
        var link = SimApi.Links(await ops.Sim.ApprovalCardAsync())["Review and approve"];
        var incident = await ops.Api.IncidentOfAsync(alert);
        await using var reader = await browser.OpenAsync(script: false);
        await reader.OpenAsync(link);
        await reader.PictureAsync("approval");

        // Enter in the form before anything is chosen must decide nothing.
        await TabToAsync(reader, "input[name=user]");
        await reader.Page.Keyboard.PressAsync("Enter");
        await reader.Page.Keyboard.PressAsync("Space");
        await TabToAsync(reader, "textarea[name=reason]");
        await reader.Page.Keyboard.TypeAsync("The errors began without a deployment; a restart is what the runbook says.");
        await reader.PictureAsync("approval-filled");
        await TabToAsync(reader, "button[value=approve]");
        Assert.Equal("AwaitingApproval", (await ops.Api.IncidentAsync(incident))!.Status);
        await reader.Page.Keyboard.PressAsync("Enter");
        await reader.Page.Locator("[role=status]").WaitForAsync();
        await reader.PictureAsync("approval-recorded");

        Assert.Contains("ana approved", await reader.TextAsync(), StringComparison.Ordinal);
        var story = await ops.RunUntilClosedAsync(incident);
        Assert.Equal("Approved", Assert.Single(story.Facts("decided"))["outcome"]!.GetValue<string>());

        // The same link afterwards shows the decision and offers none.
        await reader.OpenAsync(link);
        await reader.PictureAsync("approval-over");
        Assert.Equal(0, await reader.Page.Locator("form[method=post]").CountAsync());
        Assert.Empty(reader.Complaints);
        Assert.Empty(reader.Outside(ops.Address));
    }

    private static async Task TabToAsync(Reader reader, string selector)
    {
        for (var tabs = 0; tabs < MostTabs; tabs++)
        {
            if (await reader.Page.Locator($"{selector}:focus").CountAsync() > 0)
            {
                return;
            }

            await reader.Page.Keyboard.PressAsync("Tab");
        }

        throw new InvalidOperationException($"{MostTabs} times Tab do not lead to {selector}.");
    }
}

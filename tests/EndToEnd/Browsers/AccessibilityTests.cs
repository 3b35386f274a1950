
namespace OpsAutomation.EndToEnd.Browsers;

/// <summary>Every page, by the rules of WCAG AA that a program can check, contrast among them: in the light on a desk, in the dark on a phone.</summary>
public sealed class AccessibilityTests(BrowserSession browser, WaitingSystem system) : IClassFixture<BrowserSession>, IClassFixture<WaitingSystem>
{
    [AxeTheory]
    [InlineData(1280, false)]
    [InlineData(390, true)]
    public async Task No_page_breaks_a_rule_of_WCAG_AA(int width, bool dark)
    {
        await using var reader = await browser.OpenAsync(width, dark);
        var wrong = new List<string>();
        foreach (var address in new[]
        {
            system.ApproveLink, At("ops"), At($"ops/incidents/{system.Waiting}"), At($"ops/incidents/{system.Closed}"), At("ops/alerts"),
            At($"ops/alerts/{system.WaitingAlert}"), At("ops/calendar"), At("ops/telemetry"), At("ops/approve"), At("ops/incidents/none"),
        })
        {
            await reader.OpenAsync(address);
            wrong.AddRange((await Axe.ViolationsAsync(reader)).Select(v => $"{address.AbsolutePath}: {v}"));
        }

        Assert.Empty(wrong);
    }

    private Uri At(string path) => new(system.Ops.Address, path);
}

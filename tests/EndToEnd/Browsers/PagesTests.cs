using OpsAutomation.Testing.Systems.Processes;

namespace OpsAutomation.EndToEnd.Browsers;

/// <summary>The pages as a reader of a running system sees them: one incident closed by automation, one waiting for a person.</summary>
public sealed class PagesTests(BrowserSession browser, WaitingSystem system) : IClassFixture<BrowserSession>, IClassFixture<WaitingSystem>
{
    private OpsProcess Ops => system.Ops;

    [BrowserFact]
    public async Task The_list_shows_every_incident_and_leads_to_each()
    {
        await using var reader = await browser.OpenAsync();
        Assert.Equal(200, await reader.OpenAsync(new Uri(Ops.Address, "ops")));
        await reader.PictureAsync("ops");
        foreach (var id in new[] { system.Waiting, system.Closed })
        {
            await reader.Page.Locator($"a[href$='/ops/incidents/{id}']").First.ClickAsync();
            await reader.Page.WaitForURLAsync($"**/ops/incidents/{id}");
            await reader.Page.GoBackAsync();
        }

        Quiet(reader);
    }

    [BrowserFact]
    public async Task An_incident_tells_what_broke_what_was_done_and_how_it_ended()
    {
        await using var reader = await browser.OpenAsync();
        Assert.Equal(200, await reader.OpenAsync(Incident(system.Closed)));
        await reader.PictureAsync("incident");
        var text = await reader.TextAsync();
        Assert.Contains("92.4", text, StringComparison.Ordinal);
        Assert.Contains("vmss-shop-web from 2 to 4 instances", text, StringComparison.Ordinal);
        Assert.Contains("Closed", text, StringComparison.Ordinal);
        Assert.Contains("Azure accepted it", text, StringComparison.Ordinal);
        Quiet(reader);

        await reader.OpenAsync(Incident(system.Waiting));
        await reader.PictureAsync("incident-waiting");
        Quiet(reader);
    }

    [BrowserTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_page_is_readable_on_a_phone_without_scrolling_sideways(bool dark)
    {
        await using var reader = await browser.OpenAsync(width: 390, dark: dark);
        foreach (var (name, address) in All())
        {
            await reader.OpenAsync(address);
            await reader.PictureAsync($"{name}-phone{(dark ? "-dark" : string.Empty)}");
            Assert.Empty(await reader.TooWideAsync());
            Assert.True(await SmallestTextAsync(reader) >= 11, $"{name} has text of {await SmallestTextAsync(reader)} px.");
        }

        Quiet(reader);
    }

    [BrowserFact]
    public async Task Who_prefers_the_dark_gets_dark_pages_with_enough_contrast()
    {
        await using var reader = await browser.OpenAsync(dark: true);
        foreach (var (name, address) in All())
        {
            await reader.OpenAsync(address);
            await reader.PictureAsync($"{name}-dark");
            var luminance = await reader.Page.EvaluateAsync<double[]>(
                """
                () => {
                  const of = colour => {
                    const [r, g, b] = colour.match(/[\d.]+/g).map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
                    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
                  };
                  const style = getComputedStyle(document.body);
                  return [of(style.backgroundColor), of(style.color)];
                }
                """);
            Assert.InRange(luminance[0], 0, 0.05);
            Assert.True((luminance[1] + 0.05) / (luminance[0] + 0.05) >= 7, $"{name} has too little contrast.");
        }

        Quiet(reader);
    }

    [BrowserFact]
    public async Task A_link_that_was_tampered_with_is_refused_in_plain_words()
    {
        await using var reader = await browser.OpenAsync();
        Assert.Equal(403, await reader.OpenAsync(new Uri(system.ApproveLink.AbsoluteUri.Replace("?t=l2.k1.", "?t=l2.k1.x", StringComparison.Ordinal))));
        await reader.PictureAsync("refused");
        Assert.Equal(0, await reader.Page.Locator("form[method=post]").CountAsync());
    }

    private static Task<double> SmallestTextAsync(Reader reader) => reader.Page.EvaluateAsync<double>(
        """
        () => Math.min(...[...document.querySelectorAll('main *')]
          .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()) && e.checkVisibility() && !e.closest('svg, [aria-hidden=true]'))
          .map(e => parseFloat(getComputedStyle(e).fontSize)))
        """);

    private Uri Incident(string id) => new(Ops.Address, $"ops/incidents/{id}");

    private IEnumerable<(string Name, Uri Address)> All() =>
    [
        ("ops", new Uri(Ops.Address, "ops")),
        ("incident", Incident(system.Closed)),
        ("approval", system.ApproveLink),
        ("alerts", new Uri(Ops.Address, "ops/alerts")),
        ("alerts-more", new Uri(Ops.Address, "ops/alerts?source=azure-monitor&from=2026-01-01T00:00&to=2026-01-02T00:00")),
        ("dead-letter", new Uri(Ops.Address, $"ops/alerts/{system.DeadLetter}")),
        ("alert", new Uri(Ops.Address, $"ops/alerts/{system.WaitingAlert}")),
    ];

    private void Quiet(Reader reader)
    {
        Assert.Empty(reader.Complaints);
        Assert.Empty(reader.Outside(Ops.Address));
    }
}

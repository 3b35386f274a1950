using OpsAutomation.Pages.Telemetry;

namespace OpsAutomation.Unit.Pages;

public sealed class TelemetryPageTests
{
    [Fact]
    public async Task A_reader_sees_who_is_silent_what_is_expected_and_how_the_budget_stands()
    {
        var page = Rendered.Parse(await Rendered.HtmlAsync<TelemetryPage, TelemetryPageModel>(TelemetrySamples.Page("Watchdog")));

        var silent = page.QuerySelectorAll("table[aria-label=Sources] tbody tr")[0];
        Assert.Contains("Silent", silent.QuerySelector("td[data-label=State]")!.Words(), StringComparison.Ordinal);
        Assert.Contains("“Watchdog” every 10 min", silent.QuerySelector("td[data-label=Expected]")!.Words(), StringComparison.Ordinal);
        var synthetic = page.QuerySelector("section[aria-labelledby=synthetic-heading]")!.Words();
        Assert.Contains("Alerts do not get through since", synthetic, StringComparison.Ordinal);
        Assert.Contains("1 of 5 synthetic alerts", synthetic, StringComparison.Ordinal);
        Assert.Contains("within 100 ms", synthetic, StringComparison.Ordinal);
    }
}

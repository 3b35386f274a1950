using OpsAutomation.Core.Correlation;
using OpsAutomation.Core.Correlation.Recent;
using OpsAutomation.Core.Correlation.Search;
using OpsAutomation.Pages.AlertList;
using OpsAutomation.Pages.Alerts;

namespace OpsAutomation.Unit.Pages;

public sealed class AlertPagesTests
{
    [Fact]
    public async Task The_list_counts_by_what_became_of_them_and_leads_to_each()
    {
        var page = await ListAsync(AlertListSamples.Page(AlertListSamples.Found()));

        Assert.Contains("Last 24 hours: 3 alerts.", page.QuerySelector("main")!.Words(), StringComparison.Ordinal);
        Assert.Equal(["1Merged", "1Suppressed", "1Not understood"], page.QuerySelectorAll(".counts li").Select(c => c.Words()));
        Assert.Equal(["/ops/alerts/al-3", "/ops/alerts/al-2", "/ops/alerts/al-9"], page.QuerySelectorAll("tbody th a").Select(a => a.GetAttribute("href")));
        Assert.Equal("/ops/incidents/INC-20261124-3fa9c1", page.QuerySelector("tbody td a")!.GetAttribute("href"));
        Assert.Contains("That is all", page.QuerySelector(".pages")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Numbers_that_are_not_all_say_at_least_and_a_next_page_keeps_the_search()
    {
        var query = AlertListSamples.Query with { Rule = "a&b" };
        var page = await ListAsync(AlertListSamples.Page(AlertListSamples.Found(new RecentPosition(PageSamples.At(0), "al-1")), complete: false, query, ("rule", "a&b")));
        var next = page.QuerySelector("a[rel=next]")!;

        Assert.Contains("at least 3 alerts", page.QuerySelector("main")!.Words(), StringComparison.Ordinal);
        Assert.Equal("Older", next.Words());
        Assert.Contains("rule=a%26b", next.GetAttribute("href"), StringComparison.Ordinal);
        Assert.Contains("continue=p1.", next.GetAttribute("href"), StringComparison.Ordinal);
        Assert.True(page.QuerySelector("details")!.HasAttribute("open"));
    }

    [Fact]
    public async Task Nothing_found_says_whether_everything_was_looked_at()
    {
        var query = AlertListSamples.Query with { Service = "shop" };
        var none = await ListAsync(AlertListSamples.Page(new AlertsFound([], 7, null), query: query));
        var soFar = await ListAsync(AlertListSamples.Page(new AlertsFound([], 5000, new RecentPosition(PageSamples.At(0))), complete: false, query: query));

        Assert.Contains("All of them were looked at", none.QuerySelector(".empty")!.Words(), StringComparison.Ordinal);
        Assert.Contains("not all of them", soFar.QuerySelector(".empty")!.Words(), StringComparison.Ordinal);
        Assert.Equal("Search on", soFar.QuerySelector("a[rel=next]")!.Words());
    }

    [Fact]
    public async Task An_alert_tells_its_history_in_order_and_what_it_has_in_common()
    {
        var page = await Rendered.PageAsync<AlertPage, AlertPageModel>(AlertListSamples.Superseded);
        var text = page.QuerySelector("main")!.Words();

        Assert.Contains("Suppressed by silence s-1 at 13:03, then opened INC-1 at 13:07 (UTC).", text, StringComparison.Ordinal);
        Assert.Equal(2, page.QuerySelectorAll(".timeline li").Length);
        Assert.Contains("the role on-call", text, StringComparison.Ordinal);
        Assert.Equal(["/ops/alerts/al-2", "/ops/alerts/al-9"], page.QuerySelectorAll("tbody th a.title").Select(a => a.GetAttribute("href")));
    }

    [Fact]
    public async Task A_silence_that_hides_it_is_linked()
    {
        var model = AlertListSamples.Superseded;
        var page = await Rendered.PageAsync<AlertPage, AlertPageModel>(model with { Dispositions = [model.Dispositions[0]] });

        Assert.Equal("silence s-1", page.QuerySelector("main a[href='/ops/calendar']")!.Words());
        Assert.Equal(DispositionKind.Suppressed, model.Dispositions[0].Kind);
    }

    private static Task<AngleSharp.Dom.IDocument> ListAsync(AlertsPageModel model) => Rendered.PageAsync<AlertsPage, AlertsPageModel>(model);
}

using AngleSharp.Dom;
using OpsAutomation.Pages.Charts;
using OpsAutomation.Pages.IncidentDetail;
using OpsAutomation.Pages.Words;

namespace OpsAutomation.Unit.Pages;

public class IncidentPageTests
{
    [Fact]
    public async Task It_opens_with_what_broke_since_when_what_was_done_and_what_to_decide_by_when()
    {
        var page = await PageAsync(new PageSamples().Asked(), 9);
        Assert.Equal(
            ["What broke", "Since when", "What automation did", "What you must decide"],
            page.QuerySelectorAll(".glance h2").Select(h => h.Words()));
        var glance = page.QuerySelector(".glance")!.Words();
        Assert.Contains("Average response time of shop-api is far above its limit", glance, StringComparison.Ordinal);
        Assert.Contains("9 minutes ago, 13:02 UTC", glance, StringComparison.Ordinal);
        Assert.Contains("Chose the playbook restart-web-app 1.2.0.", glance, StringComparison.Ordinal);
        Assert.Contains("By: in 24 minutes, 13:35 UTC", glance, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_link_to_decide_is_shown_only_when_given_and_only_while_something_waits()
    {
        Assert.Null((await PageAsync(new PageSamples().Asked(), 9)).QuerySelector("a.button"));
        Assert.NotNull((await PageAsync(new PageSamples().Asked(), 9, "/ops/approvals/x?token=t")).QuerySelector("a.button"));
        Assert.Null((await PageAsync(new PageSamples().Asked(), 40, "/ops/approvals/x?token=t")).QuerySelector("a.button"));
    }

    [Fact]
    public async Task The_plan_stands_before_and_after_side_by_side_with_the_change_marked()
    {
        var page = await PageAsync(new PageSamples().Asked(), 9);
        var rows = page.QuerySelectorAll("#plan table.compare tbody tr").Select(r => string.Join(" | ", r.Children.Select(c => c.Words()))).ToList();
        Assert.Equal(["State | Running | Running", "Instances | 3 | 3", "Worker processes | started 6 days ago | started anew, all at once changes"], rows);
        Assert.Contains("az webapp restart", page.QuerySelector("#plan pre")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_table_behind_the_chart_has_the_same_values_as_the_chart()
    {
        var samples = new PageSamples().Finished();
        var page = await PageAsync(samples, 60);
        var series = SignalSeries.Of(samples.File().Entries)!;
        Assert.Equal(
            series.Points.Select(p => p.Value is { } v ? ReadersWords.Number(v) : "no data"),
            page.QuerySelectorAll("#signal tbody td.number").Select(c => c.Words()));
        Assert.Equal(4, page.QuerySelectorAll("#signal circle").Length);
        Assert.NotNull(page.QuerySelector("#signal line.threshold"));
        Assert.Single(page.QuerySelectorAll("#signal line.gap"));
        Assert.Contains(page.QuerySelectorAll("#signal svg text"), t => t.Words() == "no data");
        Assert.Contains("Times are UTC", page.QuerySelector("#signal figcaption")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Actions_show_intent_request_id_fence_and_undo()
    {
        var actions = (await PageAsync(new PageSamples().Finished(), 60)).QuerySelector("#actions")!.Words();
        Assert.Contains("Intent.", actions, StringComparison.Ordinal);
        Assert.Contains("0f8fad5b-d9cb-469f-a165-70867728950e", actions, StringComparison.Ordinal);
        Assert.Contains("under fencing number 17", actions, StringComparison.Ordinal);
        Assert.Contains("Nothing to undo", actions, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_timeline_holds_every_entry_of_the_journal()
    {
        var samples = new PageSamples().Finished();
        var page = await PageAsync(samples, 60);
        Assert.Equal(samples.File().Entries.Count, page.QuerySelectorAll("#timeline li").Length);
    }

    [Fact]
    public async Task Every_alert_is_explained()
    {
        var alerts = (await PageAsync(new PageSamples().Asked(), 9)).QuerySelector("#alerts")!.Words();
        Assert.Contains("No open incident of the service shop covers this fingerprint.", alerts, StringComparison.Ordinal);
        Assert.Contains("Otherwise: A second incident would have been opened.", alerts, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_chain_is_said_loudly_and_an_unchecked_one_is_not_called_good()
    {
        var broken = await PageAsync(new PageSamples().Asked(), 9, audit: new AuditState(Holds: false, "Entry 4 does not follow entry 3."));
        Assert.Contains("The hash chain is broken", broken.QuerySelector("#audit .chip.danger")!.Words(), StringComparison.Ordinal);
        Assert.Equal("Entry 4 does not follow entry 3.", broken.QuerySelector("#audit .note.danger")!.Words());
        var notChecked = await PageAsync(new PageSamples().Asked(), 9, audit: AuditState.NotChecked);
        Assert.Contains("was not checked", notChecked.QuerySelector("#audit")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_state_of_the_chain_comes_from_checking_it()
    {
        var file = new PageSamples().Asked().File();
        Assert.Contains("breaks at entry 1", AuditState.Of(file).Problem, StringComparison.Ordinal);
    }

    private static Task<IDocument> PageAsync(PageSamples samples, double minutes, string? decideAt = null, AuditState? audit = null) =>
        Rendered.PageAsync<IncidentPage, IncidentPageModel>(IncidentPageModel.Build(
            samples.File(), PageSamples.Dispositions(), audit ?? new AuditState(Holds: true), PageSamples.Context(minutes), decideAt));
}

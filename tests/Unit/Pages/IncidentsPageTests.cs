using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Pages.IncidentList;

namespace OpsAutomation.Unit.Pages;

public class IncidentsPageTests
{
    private static readonly IncidentRow[] Rows =
    [
        new(PageSamples.Head(IncidentStatus.Closed, "INC-over") with { Outcome = "Restarted; fine." }),
        new(PageSamples.Head(IncidentStatus.Verifying, "INC-sev0") with { Severity = Severity.Sev0 }),
        new(PageSamples.Head(IncidentStatus.AwaitingApproval, "INC-ask"), PageSamples.At(33)),
        new(PageSamples.Head(IncidentStatus.Escalated, "INC-person") with { Severity = Severity.Sev0, Service = null }),
    ];

    [Fact]
    public void What_needs_a_person_comes_first_then_the_gravest()
    {
        var model = Build(IncidentFilter.None);
        Assert.Equal(["INC-person", "INC-ask", "INC-sev0"], model.Open.Select(r => r.Head.Id));
        Assert.Equal(["INC-over"], model.Recent.Select(r => r.Head.Id));
        Assert.Equal((3, 1, 1), (model.OpenCount, model.AwaitingCount, model.WithPersonCount));
    }

    [Fact]
    public void A_filter_narrows_the_lists_and_not_the_counts()
    {
        var model = Build(IncidentFilter.Parse("awaitingapproval", "SHOP"));
        Assert.Equal("INC-ask", Assert.Single(model.Open).Head.Id);
        Assert.Empty(model.Recent);
        Assert.Equal(3, model.OpenCount);
        Assert.Equal("INC-person", Assert.Single(Build(IncidentFilter.Parse(null, IncidentFilter.NoServiceValue)).Open).Head.Id);
        Assert.Empty(Build(IncidentFilter.Parse(IncidentFilter.OpenValue, null)).Recent);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("3")]
    [InlineData("99")]
    public void A_status_that_does_not_exist_is_said_and_ignored(string status)
    {
        var filter = IncidentFilter.Parse(status, null);
        Assert.False(filter.IsActive);
        Assert.Contains(status, filter.Ignored, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_incident_links_to_its_page_and_says_what_is_next()
    {
        var page = await Rendered.PageAsync<IncidentsPage, IncidentsPageModel>(Build(IncidentFilter.None));
        Assert.Equal(
            ["/ops/incidents/INC-person", "/ops/incidents/INC-ask", "/ops/incidents/INC-sev0", "/ops/incidents/INC-over"],
            page.QuerySelectorAll("table a").Select(a => a.GetAttribute("href")!));
        Assert.Contains("A person must approve or reject the plan. Decide in 24 minutes, 13:35 UTC.", page.QuerySelector("main")!.Words(), StringComparison.Ordinal);
        Assert.Contains("Restarted; fine.", page.QuerySelector("main")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_house_says_so()
    {
        var page = await Rendered.PageAsync<IncidentsPage, IncidentsPageModel>(IncidentsPageModel.Build([], IncidentFilter.None, PageSamples.Context(9)));
        Assert.Contains("Nothing is open.", page.QuerySelector("main")!.Words(), StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll("table"));
    }

    [Fact]
    public void What_the_list_leaves_out_is_counted()
    {
        var rows = Enumerable.Range(0, 60).Select(i => new IncidentRow(PageSamples.Head(IncidentStatus.Closed, $"INC-{i:00}"))).ToList();
        var model = IncidentsPageModel.Build(rows, IncidentFilter.None, PageSamples.Context(9));
        Assert.Equal((50, 10), (model.Recent.Count, model.Older));
    }

    private static IncidentsPageModel Build(IncidentFilter filter) => IncidentsPageModel.Build(Rows, filter, PageSamples.Context(9));
}

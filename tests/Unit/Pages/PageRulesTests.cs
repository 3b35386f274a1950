using AngleSharp.Dom;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Pages.AlertList;
using OpsAutomation.Pages.Alerts;
using OpsAutomation.Pages.Approvals;
using OpsAutomation.Pages.Calendars;
using OpsAutomation.Pages.IncidentDetail;
using OpsAutomation.Pages.IncidentList;
using OpsAutomation.Pages.Problems;
using OpsAutomation.Pages.Telemetry;

namespace OpsAutomation.Unit.Pages;

/// <summary>What holds for every page, on good data and on hostile data.</summary>
public class PageRulesTests
{
    private const string Attack = "\"><script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}\u202E";

    public static TheoryData<string> Names => ["list", "empty list", "incident", "incident over", "hostile incident", "approval", "approval over", "alert", "hostile alert", "superseded alert", "hostile letter", "alerts", "no alerts", "wrong alerts", "hostile alerts", "calendar", "hostile calendar", "telemetry", "hostile telemetry", "problem"];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_page_is_a_whole_document(string name)
    {
        var html = await HtmlAsync(name);
        Assert.StartsWith("<!DOCTYPE html>", html, StringComparison.OrdinalIgnoreCase);
        var page = await PageAsync(name);
        Assert.Equal("en", page.DocumentElement.GetAttribute("lang"));
        Assert.NotNull(page.QuerySelector("meta[name=viewport]"));
        Assert.NotEmpty(page.Title!);
        Assert.Single(page.QuerySelectorAll("main"));
        Assert.Single(page.QuerySelectorAll("h1"));
        Assert.Equal("#main", page.QuerySelector("a")!.GetAttribute("href"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_page_has_no_script_no_inline_style_and_no_handler(string name)
    {
        var page = await PageAsync(name);
        Assert.Empty(page.QuerySelectorAll("script, style, [style], iframe, object, embed, img, base"));
        Assert.All(page.All, element => Assert.DoesNotContain(element.Attributes, a => a.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase)));
        Assert.DoesNotContain("javascript:", await HtmlAsync(name), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Headings_go_down_one_level_at_a_time(string name)
    {
        var level = 0;
        foreach (var heading in (await PageAsync(name)).QuerySelectorAll("h1, h2, h3, h4, h5, h6"))
        {
            var next = heading.LocalName[1] - '0';
            Assert.True(next <= level + 1, $"{heading.LocalName} “{heading.Words()}” follows h{level}");
            level = next;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_input_has_a_label_and_every_id_is_used_once(string name)
    {
        var page = await PageAsync(name);
        foreach (var input in page.QuerySelectorAll("input:not([type=hidden]), select, textarea"))
        {
            Assert.NotNull(page.QuerySelector($"label[for='{input.Id}']"));
        }

        var ids = page.QuerySelectorAll("[id]").Select(e => e.Id!).ToList();
        Assert.Equal(ids.Distinct(StringComparer.Ordinal), ids);
        Assert.All(page.QuerySelectorAll("[aria-labelledby]"), e => Assert.Contains(e.GetAttribute("aria-labelledby")!, ids));
        Assert.All(page.QuerySelectorAll("a[href^='#']"), e => Assert.Contains(e.GetAttribute("href")![1..], ids));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_time_is_machine_readable_and_says_UTC(string name) => Assert.All((await PageAsync(name)).QuerySelectorAll("time"), time =>
    {
        Assert.EndsWith("Z", time.GetAttribute("datetime"), StringComparison.Ordinal);
        Assert.EndsWith("UTC", time.Words(), StringComparison.Ordinal);
    });

    [Fact]
    public async Task Hostile_text_stays_text_and_shows_its_tricks()
    {
        var page = await PageAsync("hostile incident");
        Assert.Contains("<script>alert(1)</script>", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("[U+202E]", page.QuerySelector("h1")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202E', page.DocumentElement.TextContent);
    }

    [Fact]
    public async Task A_hostile_link_is_shown_and_cannot_be_clicked()
    {
        var page = await PageAsync("hostile alert");
        Assert.Contains("java\tscript:alert(1)", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        var outside = page.QuerySelectorAll("main a").Where(a => a.GetAttribute("href")!.Contains("://", StringComparison.Ordinal)).ToList();
        var link = Assert.Single(outside);
        Assert.Equal("noopener noreferrer nofollow", link.GetAttribute("rel"));
        Assert.Contains("on xn--prtal-jye.example", link.ParentElement!.Words(), StringComparison.Ordinal);
    }

    private static async Task<IDocument> PageAsync(string name) => Rendered.Parse(await HtmlAsync(name));

    private static Task<string> HtmlAsync(string name) => name switch
    {
        "list" => Rendered.HtmlAsync<IncidentsPage, IncidentsPageModel>(List),
        "empty list" => Rendered.HtmlAsync<IncidentsPage, IncidentsPageModel>(EmptyList),
        "incident" => Rendered.HtmlAsync<IncidentPage, IncidentPageModel>(Incident(new PageSamples().Asked().File())),
        "incident over" => Rendered.HtmlAsync<IncidentPage, IncidentPageModel>(Incident(new PageSamples().Finished().File())),
        "hostile incident" => Rendered.HtmlAsync<IncidentPage, IncidentPageModel>(Incident(HostileFile)),
        "approval" => Rendered.HtmlAsync<ApprovalPage, ApprovalPageModel>(Open),
        "approval over" => Rendered.HtmlAsync<ApprovalPage, ApprovalPageModel>(Open with { Context = PageSamples.Context(90) }),
        "alert" => Rendered.HtmlAsync<AlertPage, AlertPageModel>(new(PageSamples.Context(5), "al-1", PageSamples.Alert(), PageSamples.Dispositions())),
        "hostile alert" => Rendered.HtmlAsync<AlertPage, AlertPageModel>(HostileAlert),
        "superseded alert" => Rendered.HtmlAsync<AlertPage, AlertPageModel>(AlertListSamples.Superseded),
        "hostile letter" => Rendered.HtmlAsync<AlertPage, AlertPageModel>(AlertListSamples.DeadLettered(Attack)),
        "alerts" => Rendered.HtmlAsync<AlertsPage, AlertsPageModel>(AlertListSamples.Page(AlertListSamples.Found())),
        "no alerts" => Rendered.HtmlAsync<AlertsPage, AlertsPageModel>(AlertListSamples.Page(new([], 0, null))),
        "wrong alerts" => Rendered.HtmlAsync<AlertsPage, AlertsPageModel>(AlertListSamples.Wrong(Attack)),
        "hostile alerts" => Rendered.HtmlAsync<AlertsPage, AlertsPageModel>(AlertListSamples.Hostile(Attack)),
        "calendar" => Rendered.HtmlAsync<CalendarPage, CalendarPageModel>(CalendarSamples.Page),
        "hostile calendar" => Rendered.HtmlAsync<CalendarPage, CalendarPageModel>(CalendarSamples.Hostile(Attack)),
        "telemetry" => Rendered.HtmlAsync<TelemetryPage, TelemetryPageModel>(TelemetrySamples.Page("grafana")),
        "hostile telemetry" => Rendered.HtmlAsync<TelemetryPage, TelemetryPageModel>(TelemetrySamples.Page(Attack)),
        _ => Rendered.HtmlAsync<ProblemPage, ProblemPageModel>(ProblemPageModel.NotFound(PageSamples.Context(5), "incident", Attack)),
    };

    private static IncidentsPageModel List => IncidentsPageModel.Build(
        [new(PageSamples.Head(IncidentStatus.AwaitingApproval), PageSamples.At(33)), new(PageSamples.Head(IncidentStatus.Closed, Attack) with { Title = Attack, Service = Attack })],
        IncidentFilter.Parse(Attack, Attack),
        PageSamples.Context(9, Attack));

    private static IncidentsPageModel EmptyList => IncidentsPageModel.Build([], IncidentFilter.None, PageSamples.Context(9));

    private static IncidentFile HostileFile => new PageSamples()
        .Asked(PageSamples.Alert(summary: Attack, rule: Attack), PageSamples.Plan() with { Summary = Attack, ByHand = Attack, Before = new Dictionary<string, string> { [Attack] = Attack } })
        .Decided(4, DecisionOutcome.Approved, Attack, Attack)
        .Add(5, Attack, Attack, new Fact.EscalatedTo(Attack), IncidentStatus.Escalated)
        .File(h => h with { Title = Attack, Service = Attack, Resource = Attack });

    private static AlertPageModel HostileAlert => new(PageSamples.Context(5), Attack, PageSamples.Alert(summary: Attack, rule: Attack) with
    {
        Labels = new Dictionary<string, string> { [Attack] = Attack },
        Links = new Dictionary<string, string> { ["click me"] = "java\tscript:alert(1)", [Attack] = "https://pоrtal.example/", ["x"] = "http://plain.example/" },
    }, []);

    private static ApprovalPageModel Open => ApprovalPageModel.Build(new PageSamples().Asked().File(), PageSamples.ApprovalId, PageSamples.Context(9))! with
    {
        Form = new ApprovalForm { PostTo = "/api/approvals/apr-7f31", Token = "t.o.k", AntiForgery = "af", LocalUsers = [new("mary", "on-call"), new(Attack, Attack)] },
    };

    private static IncidentPageModel Incident(IncidentFile file) =>
        IncidentPageModel.Build(file, PageSamples.Dispositions(), new AuditState(Holds: true), PageSamples.Context(60));
}

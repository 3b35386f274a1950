using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Incidents.Similar;
using OpsAutomation.Pages.Approvals;

namespace OpsAutomation.Unit.Pages;

public class ApprovalPageTests
{
    private static readonly ApprovalForm Form = new()
    {
        PostTo = "/api/approvals/apr-7f31",
        Token = "key1.payload.mac",
        AntiForgery = "anti-1",
        LocalUsers = [new("mary", "on-call"), new("ada", "platform lead")],
    };

    [Fact]
    public async Task An_open_request_posts_token_antiforgery_user_reason_and_decision()
    {
        var page = await PageAsync(new PageSamples().Asked(), 9);
        var form = (IHtmlFormElement)page.QuerySelector("main form")!;
        Assert.Equal("post", form.GetAttribute("method"));
        Assert.Equal("/api/approvals/apr-7f31", form.GetAttribute("action"));
        Assert.Equal("key1.payload.mac", form.QuerySelector("input[type=hidden][name=token]")!.GetAttribute("value"));
        Assert.Equal("anti-1", form.QuerySelector("input[type=hidden][name=antiforgery]")!.GetAttribute("value"));
        Assert.Equal(["mary", "ada"], form.QuerySelectorAll("input[type=radio]").Select(i => i.GetAttribute("value")!));
        Assert.All(form.QuerySelectorAll("input[type=radio]"), i => Assert.False(((IHtmlInputElement)i).IsChecked));
        Assert.True(form.QuerySelector("textarea[name=reason]")!.HasAttribute("required"));
        Assert.Equal(["approve", "reject"], form.QuerySelectorAll("button[name=decision]").Select(b => b.GetAttribute("value")!));
        Assert.Contains("Local user, for one machine only", form.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Enter_decides_nothing_because_the_first_submit_button_is_disabled() =>
        Assert.True((await PageAsync(new PageSamples().Asked(), 9)).QuerySelector("main form button")!.HasAttribute("disabled"));

    [Fact]
    public async Task The_reject_link_puts_reject_first()
    {
        var page = await PageAsync(new PageSamples().Asked(), 9, m => m with { Form = Form with { Leaning = Leaning.Reject } });
        Assert.Equal(["reject", "approve"], page.QuerySelectorAll("button[name=decision]").Select(b => b.GetAttribute("value")!));
    }

    [Fact]
    public async Task A_signed_in_reader_is_not_asked_who_they_are()
    {
        var page = await PageAsync(new PageSamples().Asked(), 9, m => m with { Form = Form with { LocalUsers = null }, Context = PageSamples.Context(9, "mary@example.org") });
        Assert.Empty(page.QuerySelectorAll("input[type=radio]"));
        Assert.Contains("You decide as mary@example.org", page.QuerySelector("form")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_post_that_was_not_accepted_comes_back_with_what_was_typed()
    {
        var page = await PageAsync(new PageSamples().Asked(), 9, m => m with
        {
            Form = Form with { User = "ada", Reason = "half a thought", Errors = new Dictionary<string, string> { ["reason"] = "Give a reason of at least five words." } },
        });
        Assert.Equal("half a thought", page.QuerySelector("textarea")!.TextContent);
        Assert.Equal("true", page.QuerySelector("textarea")!.GetAttribute("aria-invalid"));
        Assert.Equal("ada", page.QuerySelectorAll("input[type=radio]").Single(i => ((IHtmlInputElement)i).IsChecked).GetAttribute("value"));
        Assert.Contains("Nothing was recorded yet. Give a reason of at least five words.", page.QuerySelector("[role=alert]")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_decided_request_shows_the_decision_and_no_form()
    {
        var page = await PageAsync(new PageSamples().Finished(), 60);
        Assert.Null(page.QuerySelector("form"));
        Assert.Contains("Approved by mary. Nothing more can be decided here.", page.QuerySelector("main")!.Words(), StringComparison.Ordinal);
        Assert.Contains("Memory has grown since the last deploy; go on.", page.QuerySelector(".decisions")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_came_after_the_decision_is_not_called_recorded()
    {
        var page = await PageAsync(new PageSamples().Finished(), 60, m => m with { NotRecorded = "Approved by ada." });
        Assert.Equal("Your answer changed nothing. Approved by ada.", page.QuerySelector("[role=status]")!.Words());
    }

    [Fact]
    public async Task A_rejected_request_shows_who_said_no() => Assert.Contains(
        "Rejected by ada. The plan is not carried out.",
        (await PageAsync(new PageSamples().Asked().Decided(5, DecisionOutcome.Rejected, "ada", "Wait for the release."), 9)).QuerySelector("main")!.Words(),
        StringComparison.Ordinal);

    [Fact]
    public async Task An_expired_request_says_that_silence_was_a_no()
    {
        var page = await PageAsync(new PageSamples().Asked(), 36);
        Assert.Null(page.QuerySelector("form"));
        Assert.Contains("The deadline passed 3 minutes ago, 13:35 UTC. It counts as a no", page.QuerySelector("main")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_void_request_says_why()
    {
        var page = await PageAsync(new PageSamples().Asked().Decided(5, DecisionOutcome.Voided, "system", "The app has 4 instances now, the plan said 3."), 9);
        Assert.Null(page.QuerySelector("form"));
        Assert.Contains("The app has 4 instances now, the plan said 3.", page.QuerySelector(".note")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reader_who_may_not_decide_sees_the_plan_and_the_reason_but_no_form()
    {
        var page = await PageAsync(new PageSamples().Asked(), 9, m => m with { Forbidden = "Only role:on-call or mary may decide this step." });
        Assert.Null(page.QuerySelector("form"));
        Assert.Contains("You cannot decide this. Only role:on-call or mary may decide this step.", page.QuerySelector("main")!.Words(), StringComparison.Ordinal);
        Assert.NotNull(page.QuerySelector("table.compare"));
    }

    [Fact]
    public async Task A_request_whose_plan_is_not_in_the_journal_cannot_be_approved()
    {
        var samples = new PageSamples().Asked();
        var model = ApprovalPageModel.Build(samples.File(), PageSamples.ApprovalId, PageSamples.Context(9))! with { Form = Form };
        var page = await Rendered.PageAsync<ApprovalPage, ApprovalPageModel>(model with { Request = model.Request with { Plan = null } });
        Assert.Null(page.QuerySelector("form"));
        Assert.Contains("nothing that could be approved", page.QuerySelector("main")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_request_has_no_page() =>
        Assert.Null(ApprovalPageModel.Build(new PageSamples().Asked().File(), "apr-other", PageSamples.Context(9)));

    [Fact]
    public async Task The_page_says_who_asks_what_changes_what_it_costs_how_to_go_back_and_what_follows_without_an_answer()
    {
        var words = (await PageAsync(new PageSamples().Asked(), 9)).QuerySelector("main")!.Words();
        foreach (var part in new[]
        {
            "Who asks: automation", "Asked: the role on-call or mary", "started 6 days ago", "started anew, all at once", "no change of cost", "Nothing to undo",
            "By: in 24 minutes, 13:35 UTC", "If nobody answers by then it counts as a no: nothing is changed, and a person is called.",
            "az webapp restart --resource-group rg-shop --name shop-api", "Taken for", "rule slow-web: metric HttpResponseTime above its threshold", "Similar incidents before", "None in the last 90 days",
        })
        {
            Assert.Contains(part, words, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Similar_incidents_show_why_they_are_and_how_they_ended()
    {
        var past = new PageSamples().Finished().File().Head with { Id = "INC-20261101-0000000001", Title = "Slow <b>again</b>", Outcome = "Healthy after a restart.", StartedAt = PageSamples.At(-100), ClosedAt = PageSamples.At(-60) };
        var page = await PageAsync(new PageSamples().Asked(), 9, m => m with { Similar = [new SimilarIncident(past, 15, "same resource and same rule")] });
        var item = page.QuerySelector(".similar li")!;
        Assert.Equal("/ops/incidents/INC-20261101-0000000001", item.QuerySelector("a")!.GetAttribute("href"));
        Assert.Contains("same resource and same rule", item.Words(), StringComparison.Ordinal);
        Assert.Contains("lasted 40 minutes", item.Words(), StringComparison.Ordinal);
        Assert.Contains("Ended: Healthy after a restart.", item.Words(), StringComparison.Ordinal);
        Assert.Null(item.QuerySelector("b"));
    }

    [Fact]
    public async Task A_target_whose_name_imitates_another_is_flagged_and_shown_as_it_is()
    {
        var plan = PageSamples.Plan();
        var page = await PageAsync(new PageSamples().Asked(plan: plan with { Target = plan.Target with { Name = "shop-\u0430pi", ResourceId = plan.Target.ResourceId.Replace("shop-api", "shop-\u0430pi", StringComparison.Ordinal) } }), 9);
        Assert.Contains("mixes Latin with Cyrillic letters that look like others (\u0430 is U+0430)", page.QuerySelector(".plan .lookalike")!.Words(), StringComparison.Ordinal);
        Assert.Null((await PageAsync(new PageSamples().Asked(), 9)).QuerySelector(".lookalike"));
    }

    private static Task<IDocument> PageAsync(PageSamples samples, double minutes, Func<ApprovalPageModel, ApprovalPageModel>? change = null)
    {
        var model = ApprovalPageModel.Build(samples.File(), PageSamples.ApprovalId, PageSamples.Context(minutes))! with { Form = Form };
        return Rendered.PageAsync<ApprovalPage, ApprovalPageModel>(change?.Invoke(model) ?? model);
    }
}

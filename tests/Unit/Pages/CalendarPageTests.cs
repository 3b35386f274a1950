using AngleSharp.Dom;
using OpsAutomation.Pages.Calendars;

namespace OpsAutomation.Unit.Pages;

public sealed class CalendarPageTests
{
    [Fact]
    public async Task It_says_who_hides_what_why_until_when_and_how_many()
    {
        var page = await Rendered.PageAsync<CalendarPage, CalendarPageModel>(CalendarSamples.Page);
        var cards = page.QuerySelectorAll("article");

        Assert.Equal(["s-1", "s-2", "patching", "later"], cards.Select(c => c.QuerySelector("h3")!.Words()));
        Assert.Contains("deploying", cards[0].Words(), StringComparison.Ordinal);
        Assert.StartsWith("ana, ", Fact(cards[0], "Made by"), StringComparison.Ordinal);
        Assert.Equal("service = \"deploying\"", Fact(cards[0], "Hides"));
        Assert.Equal(["2", "not counted", "at least 3", "not counted"], cards.Select(c => Fact(c, "Hidden, last 24 h")));
        Assert.StartsWith("by ana, ", Fact(cards[1], "Cancelled"), StringComparison.Ordinal);
        Assert.Contains("Review by", cards[2].Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_offers_to_make_one_only_after_the_preview_and_to_cancel_only_what_hides()
    {
        var before = CalendarSamples.Page;
        before = before with { Form = before.Form! with { Preview = null, Previewed = null } };

        Assert.Empty((await Rendered.PageAsync<CalendarPage, CalendarPageModel>(before)).QuerySelectorAll("button[value=create]"));
        var page = await Rendered.PageAsync<CalendarPage, CalendarPageModel>(CalendarSamples.Page);
        Assert.Single(page.QuerySelectorAll("button[value=create]"));
        Assert.Single(page.QuerySelectorAll("button[value=cancel]"));
    }

    [Fact]
    public async Task Who_may_not_change_anything_gets_no_form()
    {
        var page = await Rendered.PageAsync<CalendarPage, CalendarPageModel>(CalendarSamples.Page with { Form = null });

        Assert.Empty(page.QuerySelectorAll("form"));
    }

    private static string Fact(IElement card, string name) =>
        card.QuerySelectorAll("dt").First(t => t.Words() == name).NextElementSibling!.Words();
}

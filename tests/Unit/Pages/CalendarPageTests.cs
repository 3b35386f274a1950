using AngleSharp.Dom;
using OpsAutomation.Pages.Calendars;

namespace OpsAutomation.Unit.Pages;

public sealed class CalendarPageTests
{
    [Fact]
    public async Task It_says_who_hides_what_why_until_when_and_how_many()
    {
        var page = await Rendered.PageAsync<CalendarPage, CalendarPageModel>(CalendarSamples.Page);
        var silences = page.QuerySelector("section[aria-labelledby=silences-heading]")!.Words();
        var windows = page.QuerySelector("section[aria-labelledby=windows-heading]")!.Words();

        Assert.Contains("deploying", silences, StringComparison.Ordinal);
        Assert.Contains("Made by ana", silences, StringComparison.Ordinal);
        Assert.Contains("Hidden, last 24 h 2", silences, StringComparison.Ordinal);
        Assert.Contains("Cancelled by ana", silences, StringComparison.Ordinal);
        Assert.Contains("Hidden, last 24 h at least 3", windows, StringComparison.Ordinal);
        Assert.Contains("not counted", windows, StringComparison.Ordinal);
        Assert.Contains("Review by", windows, StringComparison.Ordinal);
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
}

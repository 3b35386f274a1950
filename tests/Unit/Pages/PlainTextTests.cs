using FsCheck;
using FsCheck.Fluent;
using OpsAutomation.Pages.Words;

namespace OpsAutomation.Unit.Pages;

public class PlainTextTests
{
    [Theory]
    [InlineData("prod\u202Edlo-", "prod[U+202E]dlo-")]
    [InlineData("a\u200Bb", "a[U+200B]b")]
    [InlineData("a\0b\u0007", "a[U+0000]b[U+0007]")]
    [InlineData("two\nlines", "two\nlines")]
    [InlineData("é 漢 😀", "é 漢 😀")]
    [InlineData(null, "")]
    public void What_hides_or_reorders_is_shown_by_its_code_point(string? text, string shown) =>
        Assert.Equal(shown, PlainText.Plain(text));

    [Fact]
    public void A_lone_surrogate_is_shown_by_its_code_point() =>
        Assert.Equal("x[U+D83D]", PlainText.Plain("x" + (char)0xD83D));

    [Fact]
    public void What_is_cut_is_said() =>
        Assert.EndsWith("… [6,000 more characters]", PlainText.Plain(new string('a', 10_000)), StringComparison.Ordinal);

    [Fact]
    public void A_resource_is_short_for_a_person()
    {
        Assert.Equal("shop-api", PlainText.ShortResource("/subscriptions/x/providers/microsoft.web/sites/shop-api/"));
        Assert.Equal("not named", PlainText.ShortResource(null));
        Assert.Equal("///", PlainText.ShortResource("///"));
    }

    [Fact]
    public void Text_without_tricks_is_left_alone() => Prop.ForAll<NonNull<string>>(text =>
    {
        var printable = new string([.. text.Get.Where(c => c is >= ' ' and <= '~')]);
        return PlainText.Plain(printable) == printable;
    }).QuickCheckThrowOnFailure();
}

using OpsAutomation.Core.Alerts;

namespace OpsAutomation.Unit.Core.Alerts;

public sealed class ScriptLookTests
{
    [Theory]
    [InlineData("app-shop-checkout")]
    [InlineData("/subscriptions/1/resourceGroups/rg-größe_1/providers/Microsoft.Web/sites/å")]
    [InlineData("店舗")]
    [InlineData("")]
    [InlineData(null)]
    public void A_name_of_letters_that_imitate_no_others_is_left_alone(string? name) => Assert.Null(ScriptLook.Warning(name));

    [Theory]
    [InlineData("\u0430pp-shop", "mixes Latin with Cyrillic letters", "U+0430")]
    [InlineData("app-sh\u03BFp", "mixes Latin with Greek letters", "U+03BF")]
    [InlineData("\u0455\u0441\u043E\u0440\u0435", "is written in Cyrillic letters", "U+0455")]
    [InlineData("\uFF41pp", "fullwidth", "U+FF41")]
    [InlineData("\U0001D41Epp", "mathematical", "U+1D41E")]
    public void A_name_with_letters_that_look_like_others_is_flagged_with_their_code_points(string name, string what, string point)
    {
        var warning = ScriptLook.Warning(name);

        Assert.Contains(what, warning, StringComparison.Ordinal);
        Assert.Contains(point, warning, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_of_many_such_letters_gets_a_short_warning() =>
        Assert.InRange(ScriptLook.Warning(string.Concat(Enumerable.Range(0x0430, 32).Select(c => (char)c)))!.Length, 1, 250);
}

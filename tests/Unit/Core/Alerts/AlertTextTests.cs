using FsCheck;
using FsCheck.Fluent;
using OpsAutomation.Core.Alerts;

namespace OpsAutomation.Unit.Core.Alerts;

public sealed class AlertTextTests
{
    [Fact]
    public void Text_is_never_longer_than_asked_and_is_valid_unicode() =>
        Prop.ForAll<NonNull<string>, PositiveInt>((text, length) =>
        {
            var clean = AlertText.Clean(text.Get, length.Get);
            return clean.Length <= length.Get && !clean.Any(char.IsControl) && !clean.EnumerateRunes().Any(r => r.Value is >= 0xD800 and <= 0xDFFF);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("a\0b", "a b")]
    [InlineData("line\r\nbreak", "line  break")]
    [InlineData("evil\u202Etxt", "evil txt")]
    [InlineData("<b>*bold*</b>", "<b>*bold*</b>")]
    public void Control_characters_become_spaces_and_markup_stays_data(string text, string expected) => Assert.Equal(expected, AlertText.Clean(text, 100));

    [Fact]
    public void A_cut_never_halves_a_character()
    {
        var clean = AlertText.Clean("abc😀😀😀", 5);
        Assert.Equal("abc…", clean);
    }
}

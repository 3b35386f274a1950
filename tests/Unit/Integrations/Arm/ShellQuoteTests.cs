using OpsAutomation.Integrations.Arm;

namespace OpsAutomation.Unit.Integrations.Arm;

public sealed class ShellQuoteTests
{
    [Theory]
    [InlineData("vmss-shop-web", "vmss-shop-web")]
    [InlineData("", "''")]
    [InlineData("a b", "'a b'")]
    [InlineData("x; rm -rf ~", "'x; rm -rf ~'")]
    [InlineData("$(id)", "'$(id)'")]
    [InlineData("it's", @"'it'\''s'")]
    [InlineData("-new", "'-new'")]
    [InlineData("a\nb", "'a\nb'")]
    public void A_value_is_one_word_of_a_shell(string value, string expected) => Assert.Equal(expected, ShellQuote.Of(value));
}

using OpsAutomation.Runtime.Functions.Invocation;

namespace OpsAutomation.Unit.Runtime.Functions;

public sealed class TextConversionTests
{
    [Theory]
    [InlineData("x", typeof(string), "x")]
    [InlineData("12", typeof(int), 12)]
    [InlineData("-1", typeof(int?), -1)]
    [InlineData("true", typeof(bool), true)]
    [InlineData("1.5", typeof(double), 1.5)]
    [InlineData("monday", typeof(DayOfWeek), DayOfWeek.Monday)]
    public void Good_text_becomes_a_value(string text, Type type, object value)
    {
        Assert.True(TextConversion.TryConvert(text, type, out var converted));
        Assert.Equal(value, converted);
    }

    [Theory]
    [InlineData("x", typeof(int))]
    [InlineData("99999999999", typeof(int))]
    [InlineData("", typeof(Guid))]
    [InlineData("today", typeof(DateTimeOffset))]
    [InlineData("maybe", typeof(bool))]
    [InlineData("77", typeof(DayOfWeek))]
    [InlineData("someday", typeof(DayOfWeek))]
    public void Bad_text_is_refused(string text, Type type) => Assert.False(TextConversion.TryConvert(text, type, out _));
}

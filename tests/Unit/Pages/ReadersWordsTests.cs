using FsCheck;
using FsCheck.Fluent;
using OpsAutomation.Pages.Words;

namespace OpsAutomation.Unit.Pages;

public class ReadersWordsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 13, 41, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, "less than a second")]
    [InlineData(1, "1 second")]
    [InlineData(59.9, "59 seconds")]
    [InlineData(60, "1 minute")]
    [InlineData(1440, "24 minutes")]
    [InlineData(3600, "1 hour")]
    [InlineData(3900, "1 hour 5 minutes")]
    [InlineData(86400, "1 day")]
    [InlineData(183600, "2 days 3 hours")]
    [InlineData(-300, "5 minutes")]
    public void A_duration_is_said_in_its_two_largest_units(double seconds, string words) =>
        Assert.Equal(words, ReadersWords.Duration(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void A_deadline_is_said_as_distance_and_clock()
    {
        Assert.Equal("in 24 minutes, 14:05 UTC", ReadersWords.Deadline(Now.AddMinutes(24), Now));
        Assert.Equal("passed 3 minutes ago, 13:38 UTC", ReadersWords.Deadline(Now.AddMinutes(-3), Now));
    }

    [Fact]
    public void A_reader_a_tenth_of_a_second_late_still_reads_the_round_figure() =>
        Assert.Equal("in 24 minutes, 14:05 UTC", ReadersWords.Deadline(Now.AddMinutes(24), Now.AddSeconds(0.1)));

    [Fact]
    public void Another_day_is_named() =>
        Assert.Equal("1 day ago, 23 Nov 2026, 13:41 UTC", ReadersWords.Moment(Now.AddDays(-1), Now));

    [Fact]
    public void The_clock_is_UTC_whatever_offset_the_moment_came_with() =>
        Assert.Equal("14:05 UTC", ReadersWords.Absolute(new DateTimeOffset(2026, 11, 24, 19, 35, 0, TimeSpan.FromHours(5.5)), Now));

    [Theory]
    [InlineData(91.4, "91.4")]
    [InlineData(0, "0")]
    [InlineData(0.0421, "0.0421")]
    [InlineData(12345.6, "12,346")]
    [InlineData(-3.14159, "-3.14")]
    [InlineData(double.NaN, "not a number")]
    public void A_value_keeps_the_digits_that_matter(double value, string words) =>
        Assert.Equal(words, ReadersWords.Number(value));

    [Fact]
    public void A_cost_that_nobody_knows_is_not_guessed()
    {
        Assert.Equal("price not known", ReadersWords.CostPerHour(null, "USD"));
        Assert.Equal("+0.192 USD per hour", ReadersWords.CostPerHour(0.192, "USD"));
        Assert.Equal("−0.50 USD per hour", ReadersWords.CostPerHour(-0.5, "USD"));
        Assert.Equal("no change of cost", ReadersWords.CostPerHour(0, "USD"));
    }

    [Fact]
    public void Names_are_joined_as_in_a_sentence()
    {
        Assert.Equal("nobody", ReadersWords.Any([]));
        Assert.Equal("a, b or c", ReadersWords.Any(["a", "b", "c"]));
        Assert.Equal("a and b", ReadersWords.All(["a", "b"]));
    }

    [Fact]
    public void The_future_is_never_said_to_have_passed_nor_the_past_to_come() => Prop.ForAll<int>(seconds =>
    {
        var at = Now.AddSeconds(seconds);
        var words = ReadersWords.Deadline(at, Now);
        return words.StartsWith("passed", StringComparison.Ordinal) == (seconds <= 0)
            && words.StartsWith("in ", StringComparison.Ordinal) == (seconds > 0);
    }).QuickCheckThrowOnFailure();
}

using OpsAutomation.Core.Incidents;

namespace OpsAutomation.Unit.Core.Incidents;

public sealed class LogExcerptTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 13, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_newest_lines_stay_in_order_of_time_and_what_is_left_out_is_counted()
    {
        var kept = LogExcerpt.Of([.. Enumerable.Range(0, 213).Select(i => Line(i, $"line {i}"))], "the activity log");
        Assert.Equal((50, "line 163", "line 212"), (kept.Lines.Count, kept.Lines[0].Text, kept.Lines[^1].Text));
        Assert.Equal("The newest 50 of 213 entries of the activity log; the others were left out.", kept.Reason);
    }

    [Fact]
    public void A_read_that_ended_early_is_never_told_as_all_there_was()
    {
        Assert.StartsWith("The newest 1 of more than 1 entries", LogExcerpt.Of([Line(0, "x")], "the log", complete: false).Reason, StringComparison.Ordinal);
        Assert.StartsWith("All 1 entries", LogExcerpt.Of([Line(0, "x")], "the log").Reason, StringComparison.Ordinal);
        Assert.StartsWith("There is no entry", LogExcerpt.Of([], "the log").Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(5_000)]
    public void A_long_line_says_how_much_of_it_was_cut_off(int length)
    {
        var text = Assert.Single(LogExcerpt.Of([Line(0, new string('a', length))], "the log").Lines).Text;
        Assert.Equal(length <= 400 ? new string('a', length) : $"{new string('a', 400)}… ({length - 400} more characters were cut off)", text);
    }

    [Fact]
    public void A_character_of_two_halves_is_never_torn()
    {
        var text = Assert.Single(LogExcerpt.Of([Line(0, new string('a', 399) + "😀 and more")], "the log").Lines).Text;
        Assert.StartsWith(new string('a', 399) + "…", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Secrets_go_before_anything_is_cut_and_a_line_is_one_line()
    {
        var secret = "https://shop.blob.core.windows.net/x?sv=2024&sig=abcdefghijklmnopqrstuvwxyz0123456789%3D";
        var text = Assert.Single(LogExcerpt.Of([Line(0, $"write Failed\nby maria: {secret}")], "the log").Lines).Text;
        Assert.DoesNotContain("abcdefghij", text, StringComparison.Ordinal);
        Assert.StartsWith("write Failed by maria", text, StringComparison.Ordinal);
    }

    private static LogLine Line(int minute, string text) => new(Start.AddMinutes(minute), text);
}

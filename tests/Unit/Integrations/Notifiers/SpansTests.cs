using OpsAutomation.Integrations.Notifiers;

namespace OpsAutomation.Unit.Integrations.Notifiers;

public sealed class SpansTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 13, 41, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0.5, "in less than a minute, 13:41 UTC")]
    [InlineData(1, "in 1 minute, 13:42 UTC")]
    [InlineData(24, "in 24 minutes, 14:05 UTC")]
    [InlineData(60, "in 1 hour, 14:41 UTC")]
    [InlineData(95, "in 1 hour 35 minutes, 15:16 UTC")]
    [InlineData(720, "in 12 hours, 2026-11-25 01:41 UTC")]
    [InlineData(2880, "in 2 days, 2026-11-26 13:41 UTC")]
    [InlineData(-1, "passed, 13:40 UTC")]
    public void A_deadline_is_told_relative_and_absolute(double minutes, string expected) =>
        Assert.Equal(expected, Spans.Until(Now.AddMinutes(minutes), Now));

    [Fact]
    public void A_time_of_another_zone_is_told_in_UTC() =>
        Assert.Equal("13:29 UTC, for 12 minutes", Spans.Since(new DateTimeOffset(2026, 11, 24, 15, 29, 0, TimeSpan.FromHours(2)), Now));
}

using OpsAutomation.Core.Slos.Burning;
using OpsAutomation.Core.Slos.Measuring;

namespace OpsAutomation.Unit.Core.Slos;

public class BurnReadingTests
{
    private static readonly BurnRule Fast = BurnRule.Defaults[0];
    private static readonly BurnRule Slow = BurnRule.Defaults[1];

    // The workbook's arithmetic: with an objective of 99.9 %, a share of bad events of 1.44 % is a burn rate of 14.4.
    [Theory]
    [InlineData(0.001, 1)]
    [InlineData(0.0144, 14.4)]
    [InlineData(0.1, 100)]
    [InlineData(1, 1000)]
    public void The_burn_rate_is_the_share_of_bad_events_by_the_share_that_is_allowed(double bad, double rate)
    {
        var reading = BurnReading.Of(SloSamples.Slo, Fast, SloSamples.History((TimeSpan.FromHours(2), 100, bad)), SloSamples.Now);

        Assert.Equal(rate, reading.LongRate!.Value, 6);
        Assert.Equal(rate, reading.ShortRate!.Value, 6);
    }

    // Chapter 5: how long a complete outage lasts until the alert fires is window * limit * allowance / share of bad events.
    [Theory]
    [InlineData(1.0, 0.9)]
    [InlineData(0.1, 8.7)]
    [InlineData(0.02, 43.3)]
    public void It_fires_as_soon_as_the_workbook_says(double bad, double minutes)
    {
        bool Burns(double after) => BurnReading.Of(
            SloSamples.Slo, Fast, SloSamples.History((TimeSpan.FromHours(3), 100, 0), (TimeSpan.FromMinutes(after), 100, bad)), SloSamples.Now).State == BurnState.Burning;

        Assert.False(Burns(Math.Floor(minutes)));
        Assert.True(Burns(Math.Ceiling(minutes)));
    }

    [Fact]
    public void What_ended_five_minutes_ago_burns_no_more_though_the_hour_is_still_bad()
    {
        var reading = BurnReading.Of(
            SloSamples.Slo, Fast, SloSamples.History((TimeSpan.FromMinutes(55), 100, 0.5), (TimeSpan.FromMinutes(5), 100, 0)), SloSamples.Now);

        Assert.Equal(BurnState.Normal, reading.State);
        Assert.True(reading.LongRate > Fast.Limit);
    }

    [Fact]
    public void A_short_peak_does_not_page_by_the_long_window()
    {
        var history = SloSamples.History((TimeSpan.FromHours(6), 100, 0), (TimeSpan.FromMinutes(2), 100, 0.5));

        Assert.Equal(BurnState.Normal, BurnReading.Of(SloSamples.Slo, Slow, history, SloSamples.Now).State);
    }

    [Fact]
    public void One_error_among_few_events_says_nothing()
    {
        var reading = BurnReading.Of(SloSamples.Slo, Fast, SloSamples.History((TimeSpan.FromHours(1), 0.1, 0.5)), SloSamples.Now);

        Assert.Equal(BurnState.Unknown, reading.State);
        Assert.Contains("below 10", reading.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Half_a_window_of_silence_is_unknown_and_neither_good_nor_bad()
    {
        var minutes = SloSamples.History((TimeSpan.FromHours(1), 100, 0.5)).Minutes.Where((_, i) => i % 3 == 0);

        Assert.Equal(BurnState.Unknown, BurnReading.Of(SloSamples.Slo, Fast, new SliHistory(minutes), SloSamples.Now).State);
    }

    [Fact]
    public void Errors_of_planned_maintenance_do_not_burn()
    {
        var minutes = SloSamples.History((TimeSpan.FromHours(1), 100, 0.5)).Minutes.Select(m => m with { Planned = true });

        Assert.NotEqual(BurnState.Burning, BurnReading.Of(SloSamples.Slo, Fast, new SliHistory(minutes), SloSamples.Now).State);
        Assert.Equal(BurnState.Burning, BurnReading.Of(SloSamples.Slo with { ExcludesMaintenance = false }, Fast, new SliHistory(minutes), SloSamples.Now).State);
    }
}

using OpsAutomation.Core.Slos.Definitions;
using OpsAutomation.Core.Slos.Measuring;

namespace OpsAutomation.Unit.Core.Slos;

public class SliCountingTests
{
    [Fact]
    public void A_counter_that_resets_counts_from_zero()
    {
        var grown = SliCounting.Increases(Samples(10, 15, 3, 8));

        Assert.Equal([5, 3, 5], grown.Select(g => g.Value));
    }

    [Fact]
    public void What_grew_over_a_gap_belongs_to_no_minute()
    {
        var samples = Samples(10, 15, 20, 26).Where((_, i) => i != 1);

        Assert.Equal([6], SliCounting.Increases(samples).Select(g => g.Value));
    }

    [Fact]
    public void A_minute_of_which_a_part_is_missing_is_not_known()
    {
        var minutes = SliCounting.Ratio(SloSamples.Ratio, Samples(9, 9).Take(1), Samples(10, 10), _ => false);

        var only = Assert.Single(minutes);
        Assert.Equal((9.0, 10.0), (only.Good, only.Total));
    }

    [Fact]
    public void A_minute_without_events_is_known_and_costs_nothing()
    {
        var only = Assert.Single(SliCounting.Ratio(SloSamples.Ratio, [], Samples(0), _ => false));

        Assert.Equal(0, only.Total);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(-1)]
    public void What_is_no_count_is_missing(double value) =>
        Assert.Empty(SliCounting.Ratio(SloSamples.Ratio, Samples(value), Samples(10), _ => false));

    [Fact]
    public void More_good_events_than_there_were_are_all_of_them()
    {
        var only = Assert.Single(SliCounting.Ratio(SloSamples.Ratio, Samples(12), Samples(10), _ => false));

        Assert.Equal(10, only.Good);
    }

    [Fact]
    public void Bad_events_are_the_rest()
    {
        var only = Assert.Single(SliCounting.Ratio(SloSamples.Ratio with { PartIsBad = true }, Samples(2), Samples(10), _ => false));

        Assert.Equal(8, only.Good);
    }

    [Fact]
    public void A_threshold_counts_minutes()
    {
        var indicator = new ThresholdIndicator(SloSamples.Ratio.Total, SloComparison.Lte, 300);

        Assert.Equal([1, 1, 0], SliCounting.Threshold(indicator, Samples(250, 300, 301), _ => false).Select(m => m.Good));
    }

    private static IEnumerable<SliSample> Samples(params double[] values) => values.Select((v, i) => new SliSample(SloSamples.Now.AddMinutes(i), v));
}

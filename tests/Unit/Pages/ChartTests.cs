using OpsAutomation.Core.Incidents;
using OpsAutomation.Pages.Charts;
using SignalPoint = OpsAutomation.Pages.Charts.SignalPoint;

namespace OpsAutomation.Unit.Pages;

public class ChartTests
{
    [Fact]
    public void The_axis_starts_at_zero()
    {
        var drawing = Draw(90, 43, 88);
        Assert.False(drawing.IsCut);
        Assert.Equal("0", drawing.Values[0].Text);
        Assert.Equal(ChartGeometry.Bottom, drawing.Values[0].Position);
    }

    [Fact]
    public void Readings_close_together_far_from_zero_get_a_cut_axis_that_is_marked()
    {
        var drawing = Draw(99.95, 99.9, 99.99);
        Assert.True(drawing.IsCut);
        Assert.NotEqual("0", drawing.Values[0].Text);
    }

    [Fact]
    public void A_gap_breaks_the_line()
    {
        var drawing = Draw(1, 2, null, 3, 4);
        Assert.Equal(2, drawing.Lines.Count);
        Assert.Equal(4, drawing.Dots.Count);
        Assert.Single(drawing.Gaps);
    }

    [Fact]
    public void One_reading_is_a_dot_in_the_middle()
    {
        var drawing = Draw(5);
        Assert.Empty(drawing.Lines);
        Assert.Single(drawing.Dots);
        Assert.Single(drawing.Times);
    }

    [Fact]
    public void Without_a_value_there_is_no_drawing() => Assert.Null(ChartGeometry.Of(Series(null, null)));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-5, 5)]
    [InlineData(-5, -2)]
    [InlineData(1e-9, 2e-9)]
    [InlineData(1e15, 3e15)]
    public void Every_reading_lies_inside_the_plot(double first, double second) => Assert.All(Draw(first, second).Dots, dot =>
    {
        Assert.InRange(dot.Y, ChartGeometry.Top - 0.001, ChartGeometry.Bottom + 0.001);
        Assert.InRange(dot.X, ChartGeometry.Left, ChartGeometry.Right);
    });

    [Fact]
    public void A_journal_gives_the_alerts_value_and_every_reading_since()
    {
        var series = SignalSeries.Of(new PageSamples().Finished().File().Entries)!;
        Assert.Equal([4.83, 4.91, null, 0.41, 0.38], series.Points.Select(p => p.Value));
        Assert.Equal(2, series.Threshold);
        Assert.Single(series.ActedAt);
        Assert.Equal(SignalState.Unknown, series.Points[2].State);
    }

    private static ChartGeometry Draw(params double?[] values) => ChartGeometry.Of(Series(values))!;

    private static SignalSeries Series(params double?[] values) => new(
        "cpu", "percent", null, null, [.. values.Select((v, i) => new SignalPoint(PageSamples.At(i), v, null, ""))], []);
}

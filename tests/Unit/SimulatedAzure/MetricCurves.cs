using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using OpsAutomation.SimulatedAzure.Arm;
using OpsAutomation.SimulatedAzure.Metrics;
using OpsAutomation.SimulatedAzure.Resources;

namespace OpsAutomation.Unit.SimulatedAzure;

public class MetricCurves
{
    private static readonly DateTimeOffset Epoch = new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Load_is_shared_by_the_instances_that_serve_after_the_lag()
    {
        var curve = Curve(Load(184, lag: 2), (0, 2, null), (10, 4, null));

        Assert.Equal(92, curve.At(Minute(-30)));
        Assert.Equal(92, curve.At(Minute(11)));
        Assert.Equal(46, curve.At(Minute(12)));
    }

    [Fact]
    public void A_load_beyond_the_bound_is_cut_and_no_instance_means_no_value()
    {
        Assert.Equal(100, Curve(Load(500), (0, 1, null)).At(Minute(1)));
        Assert.Null(Curve(Load(500), (0, 0, null)).At(Minute(1)));
    }

    [Fact]
    public void A_ramp_is_a_straight_line_between_its_points()
    {
        var model = Model() with { Load = new LoadModel(true, [new(TimeSpan.Zero, 10), new(TimeSpan.FromMinutes(10), 60)], false, TimeSpan.Zero) };
        var curve = Curve(model, (0, 1, null));

        Assert.Equal([10d, 35d, 60d, 60d], new[] { -5, 5, 10, 99 }.Select(minute => curve.At(Minute(minute))!.Value));
    }

    [Fact]
    public void Only_a_restart_after_the_fault_began_heals_it()
    {
        var model = Model() with { Fault = new FaultModel(TimeSpan.FromMinutes(5), 50, 1, TimeSpan.FromMinutes(2)) };

        var early = Curve(model, (0, 1, null), (3, 1, 3));
        var later = Curve(model, (0, 1, null), (8, 1, 8));

        Assert.Equal((1d, 50d, 50d), (early.At(Minute(4)), early.At(Minute(5)), early.At(Minute(60))));
        Assert.Equal((50d, 50d, 1d), (later.At(Minute(8)), later.At(Minute(9)), later.At(Minute(10))));
    }

    [Fact]
    public void The_same_question_has_the_same_answer_within_the_noise_and_the_bounds() => Prop.ForAll(
        ArbMap.Default.ArbFor<int>(), ArbMap.Default.ArbFor<byte>(), ArbMap.Default.ArbFor<int>(), (seed, load, minute) =>
        {
            var at = Minute(minute % 100_000);
            var model = Load(load) with { Noise = 5 };
            var value = Curve(model, seed, (0, 1, null)).At(at);
            return value == Curve(model, seed, (0, 1, null)).At(at) && value >= Math.Clamp(load - 5, 0, 100) && value <= Math.Min(100, load + 5);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Gaps_come_about_as_often_as_asked()
    {
        var curve = Curve(Load(50) with { Gaps = 0.25 }, (0, 1, null));

        Assert.InRange(Enumerable.Range(0, 2000).Count(minute => curve.At(Minute(minute)) is null), 400, 600);
    }

    private static DateTimeOffset Minute(int number) => Epoch + TimeSpan.FromMinutes(number);

    private static MetricModel Model() => new() { Name = "m", Unit = "Percent", Aggregation = "Average", Maximum = 100 };

    private static MetricModel Load(double value, int lag = 0) =>
        Model() with { Load = new LoadModel(false, [new(TimeSpan.Zero, value)], true, TimeSpan.FromMinutes(lag)) };

    private static MetricCurve Curve(MetricModel model, params (int Minute, int Running, int? Restarted)[] history) => Curve(model, 1, history);

    private static MetricCurve Curve(MetricModel model, int seed, params (int Minute, int Running, int? Restarted)[] history) => new(
        "r", model,
        [.. history.Select(one => new ResourceVersion(
            new ArmId("s", "g", "t/t", "n"), Minute(one.Minute), new JsonObject(),
            new ResourceState(one.Running, "running", one.Restarted is { } restarted ? Minute(restarted) : null, null), false))],
        [], Epoch, seed);
}

using FsCheck;
using FsCheck.Fluent;
using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Playbooks.Running;
using OpsAutomation.Unit.Core.Correlation;

namespace OpsAutomation.Unit.Core.Playbooks.Running;

public sealed class GiveBackProjectionTests
{
    private static readonly Alert Cpu = SomeAlert.Firing("a") with { Threshold = 80 };

    [Fact]
    public void Half_the_instances_carry_twice_the_load_each()
    {
        var projection = GiveBackProjection.Of(Cpu, 46, 4, 2);
        Assert.Equal(92, projection!.Value);
        Assert.True(projection.Fires);
        Assert.Contains("about 92 on 2", projection.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Little_load_leaves_room_to_give_back() => Assert.False(GiveBackProjection.Of(Cpu, 15, 4, 2)!.Fires);

    [Theory]
    [InlineData("GreaterThan", false)]
    [InlineData("GreaterThanOrEqual", true)]
    public void Exactly_at_the_threshold_the_operator_decides(string comparison, bool fires) =>
        Assert.Equal(fires, GiveBackProjection.Of(Cpu with { Signal = Cpu.Signal with { Operator = comparison } }, 40, 4, 2)!.Fires);

    [Fact]
    public void Giving_the_last_instance_back_always_fires() => Assert.True(GiveBackProjection.Of(Cpu, 0, 1, 0)!.Fires);

    [Fact]
    public void It_says_nothing_about_other_signals_and_other_changes()
    {
        Assert.Null(GiveBackProjection.Of(Cpu with { Signal = Cpu.Signal with { Aggregation = "Total" } }, 46, 4, 2));
        Assert.Null(GiveBackProjection.Of(Cpu with { Signal = Cpu.Signal with { Operator = "LessThan" } }, 46, 4, 2));
        Assert.Null(GiveBackProjection.Of(Cpu with { Threshold = null }, 46, 4, 2));
        Assert.Null(GiveBackProjection.Of(Cpu, null, 4, 2));
        Assert.Null(GiveBackProjection.Of(Cpu, double.NaN, 4, 2));
        Assert.Null(GiveBackProjection.Of(Cpu, 46, 2, 4));
        Assert.Null(GiveBackProjection.Of(Cpu, 46, null, null));
    }

    [Fact]
    public void The_fewer_instances_are_left_the_higher_is_the_projection() => Prop.ForAll(
        Gen.Choose(1, 100).Two().ToArbitrary(),
        pair =>
        {
            var (a, b) = (Math.Min(pair.Item1, pair.Item2), Math.Max(pair.Item1, pair.Item2));
            var (few, many) = (GiveBackProjection.Of(Cpu, 50, 101, a)!, GiveBackProjection.Of(Cpu, 50, 101, b)!);
            return few.Value >= many.Value && (few.Fires || !many.Fires) && many.Value >= 50;
        }).QuickCheckThrowOnFailure();
}

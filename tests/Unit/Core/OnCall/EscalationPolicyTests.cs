using OpsAutomation.Core.OnCall;

namespace OpsAutomation.Unit.Core.OnCall;

public sealed class EscalationPolicyTests
{
    private static readonly EscalationPolicy Policy = new(
        "default", [new(TimeSpan.Zero, ["ana"]), new(TimeSpan.FromMinutes(10), ["ben"]), new(TimeSpan.FromMinutes(30), ["maria"])], 1, TimeSpan.FromMinutes(15));

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, 1)]
    [InlineData(9, 1)]
    [InlineData(10, 2)]
    [InlineData(30, 3)]
    [InlineData(44, 3)]
    [InlineData(45, 4)]
    [InlineData(55, 5)]
    [InlineData(75, 6)]
    [InlineData(100_000, 6)]
    public void Levels_fall_due_one_after_the_other_and_the_whole_repeats_as_often_as_stated(int minutes, int due) =>
        Assert.Equal(due, Policy.DueBy(TimeSpan.FromMinutes(minutes)));

    [Fact]
    public void Every_telling_is_due_exactly_when_it_says()
    {
        var tellings = Enumerable.Range(0, 7).Select(Policy.Telling).ToList();

        Assert.Null(tellings[6]);
        Assert.Equal([0, 10, 30, 45, 55, 75], tellings.Take(6).Select(t => (int)t!.Value.After.TotalMinutes));
        foreach (var (telling, i) in tellings.Take(6).Select((t, i) => (t!.Value, i)))
        {
            Assert.Equal(i + 1, Policy.DueBy(telling.After));
            Assert.Equal(i, Policy.DueBy(telling.After - TimeSpan.FromSeconds(1)));
        }
    }
}

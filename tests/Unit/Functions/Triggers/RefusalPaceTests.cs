using Microsoft.Extensions.Time.Testing;
using OpsAutomation.Functions.Triggers;

namespace OpsAutomation.Unit.Functions.Triggers;

public sealed class RefusalPaceTests
{
    [Fact]
    public void A_thousand_refusals_a_minute_are_one_line_that_says_how_many()
    {
        var clock = new FakeTimeProvider();
        var pace = new RefusalPace(clock);

        Assert.Equal([1, 0, 0, 0], Enumerable.Range(0, 4).Select(_ => pace.Count("a")));
        Assert.Equal(1, pace.Count("b"));
        clock.Advance(RefusalPace.Every);
        Assert.Equal(4, pace.Count("a"));
    }
}

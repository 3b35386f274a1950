using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Time.Testing;
using OpsAutomation.Integrations.Arm.Budget;

namespace OpsAutomation.Unit.Integrations.Arm;

public sealed class ReadBudgetTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void A_burst_may_be_read_at_once_and_then_one_after_the_other()
    {
        var budget = new ReadBudget(3, 0.5, _clock);
        Assert.Equal([null, null, null, TimeSpan.FromSeconds(2)], Enumerable.Range(0, 4).Select(_ => budget.Take("s")).ToList());
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Null(budget.Take("s"));
        Assert.NotNull(budget.Take("S"));
    }

    [Fact]
    public void Each_subscription_has_its_own()
    {
        var budget = new ReadBudget(1, 1, _clock);
        Assert.Null(budget.Take("a"));
        Assert.Null(budget.Take("b"));
        Assert.NotNull(budget.Take("a"));
    }

    [Fact]
    public void After_the_wait_that_was_told_the_read_may_be_made_and_never_more_than_burst_and_rate_allow() => Prop.ForAll(
        Gen.Choose(0, 30).ListOf().ToArbitrary(),
        waits =>
        {
            var clock = new FakeTimeProvider();
            var start = clock.GetUtcNow();
            var budget = new ReadBudget(5, 2, clock);
            var made = 0;
            foreach (var wait in waits)
            {
                clock.Advance(TimeSpan.FromMilliseconds(wait * 100));
                if (budget.Take("s") is { } told)
                {
                    clock.Advance(told);
                    if (budget.Take("s") is not null)
                    {
                        return false;
                    }
                }

                made++;
            }

            return made <= 5 + (2 * (clock.GetUtcNow() - start).TotalSeconds) + 0.001;
        }).QuickCheckThrowOnFailure();
}

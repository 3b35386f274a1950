using Microsoft.DurableTask;
using OpsAutomation.Runtime.Durable.Replay;

namespace OpsAutomation.Unit.Runtime.Durable;

public sealed class RetriesTests
{
    private static readonly DateTime First = new(2026, 3, 1, 8, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData(0, 10)]
    [InlineData(1, 20)]
    [InlineData(2, 40)]
    [InlineData(3, 60)]
    [InlineData(500, 60)]
    public void A_delay_grows_by_the_coefficient_up_to_the_largest(int attempt, int seconds)
    {
        var policy = new RetryPolicy(1000, TimeSpan.FromSeconds(10), 2, TimeSpan.FromMinutes(1));

        Assert.Equal(TimeSpan.FromSeconds(seconds), Retries.NextDelay(policy, attempt, First, First));
    }

    [Fact]
    public void Without_a_largest_delay_an_hour_is_the_largest()
    {
        var policy = new RetryPolicy(1000, TimeSpan.FromMinutes(1), 10);

        Assert.Equal(TimeSpan.FromHours(1), Retries.NextDelay(policy, 9, First, First));
    }

    [Fact]
    public void It_gives_up_when_the_time_since_the_first_attempt_is_over()
    {
        var policy = new RetryPolicy(1000, TimeSpan.FromMinutes(1), retryTimeout: TimeSpan.FromMinutes(5));

        Assert.NotNull(Retries.NextDelay(policy, 1, First, First.AddMinutes(5).AddTicks(-1)));
        Assert.Null(Retries.NextDelay(policy, 1, First, First.AddMinutes(5)));
    }
}

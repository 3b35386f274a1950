using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Configuration;
using OpsAutomation.Runtime.Timers;

namespace OpsAutomation.Unit.Runtime.Timers;

public sealed class TimerScheduleTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 14, 12, 0, 0, TimeSpan.Zero);

    private static readonly IConfiguration Settings = new ConfigurationBuilder()
        .AddInMemoryCollection([new("Sweep", "0 */2 * * * *"), new("Empty", "")])
        .Build();

    [Theory]
    [InlineData("0 */5 * * * *", "2026-03-14T12:05:00Z")]
    [InlineData("30 * * * * *", "2026-03-14T12:00:30Z")]
    [InlineData("*/5 * * * *", "2026-03-14T12:05:00Z")]
    [InlineData("0 0 0 1 1 *", "2027-01-01T00:00:00Z")]
    [InlineData("0 30 9 * * MON-FRI", "2026-03-16T09:30:00Z")]
    [InlineData("00:05:00", "2026-03-14T12:05:00Z")]
    [InlineData("1.00:00:00", "2026-03-15T12:00:00Z")]
    [InlineData("%Sweep%", "2026-03-14T12:02:00Z")]
    public void The_next_run_follows_the_schedule(string text, string next)
    {
        Assert.Null(TimerSchedule.TryParse(text, Settings, out var schedule));
        Assert.Equal(DateTimeOffset.Parse(next), schedule!.Next(Start));
    }

    [Theory]
    [InlineData("", "0 fields")]
    [InlineData("* * *", "3 fields")]
    [InlineData("0 61 * * * *", "not NCRONTAB")]
    [InlineData("a b c d e f", "not NCRONTAB")]
    [InlineData("00:00:00", "not a TimeSpan above zero")]
    [InlineData("-00:05:00", "not a TimeSpan above zero")]
    [InlineData("25:61:00", "not a TimeSpan above zero")]
    [InlineData("%Missing%", "the setting 'Missing'")]
    [InlineData("%Empty%", "the setting 'Empty'")]
    public void What_is_no_schedule_is_named(string text, string problem)
    {
        Assert.Contains(problem, TimerSchedule.TryParse(text, Settings, out var schedule));
        Assert.Null(schedule);
    }

    [Theory]
    [InlineData("*/30 * * * * *", true)]
    [InlineData("5,15,25,35,45,55 * * * * *", true)]
    [InlineData("00:00:30", true)]
    [InlineData("0 * * * * *", false)]
    [InlineData("00:01:00", false)]
    [InlineData("0 43 * * * *", false)]
    public void A_schedule_that_is_due_more_than_once_a_minute_is_frequent(string text, bool frequent)
    {
        Assert.Null(TimerSchedule.TryParse(text, Settings, out var schedule));
        Assert.Equal(frequent, schedule!.IsFrequent(Start));
    }

    [Fact]
    public void The_next_run_is_always_later()
    {
        string[] texts = ["0 */5 * * * *", "15 30 3 * * *", "00:00:07", "*/10 * * * *"];
        Prop.ForAll<NonNegativeInt>(minutes =>
        {
            var from = Start.AddMinutes(minutes.Get);
            return texts.All(t => TimerSchedule.TryParse(t, Settings, out var schedule) is null && schedule!.Next(from) > from);
        }).QuickCheckThrowOnFailure();
    }
}

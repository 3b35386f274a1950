using Microsoft.Extensions.Configuration;
using OpsAutomation.Runtime.Timers;

namespace OpsAutomation.Unit.Runtime.Timers;

public sealed class TimerPlanTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 14, 12, 2, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset NextFive = new(2026, 3, 14, 12, 5, 0, TimeSpan.Zero);

    [Fact]
    public void A_timer_that_never_ran_waits_for_its_time() =>
        Assert.Equal(new TimerPlan(false, false, NextFive), Plan(null));

    [Fact]
    public void A_timer_that_missed_nothing_waits_for_its_time() =>
        Assert.Equal(new TimerPlan(false, false, NextFive), Plan(new TimerStatus(Now.AddMinutes(-2), NextFive, Now.AddMinutes(-2))));

    [Fact]
    public void A_timer_that_missed_a_run_runs_at_once_and_late() =>
        Assert.Equal(new TimerPlan(true, true, NextFive), Plan(new TimerStatus(Now.AddMinutes(-30), Now.AddMinutes(-27), Now.AddMinutes(-30))));

    [Fact]
    public void A_timer_that_waited_for_its_first_run_when_the_host_went_down_has_missed_it() =>
        Assert.Equal(new TimerPlan(true, true, NextFive), Plan(new TimerStatus(null, null, Now.AddMinutes(-10))));

    [Fact]
    public void A_recorded_next_run_of_an_older_schedule_does_not_count() =>
        Assert.Equal(new TimerPlan(false, false, NextFive), Plan(new TimerStatus(Now.AddMinutes(-1), Now.AddMinutes(-1), Now.AddMinutes(-1))));

    [Fact]
    public void Run_on_startup_runs_at_once_but_not_late() =>
        Assert.Equal(new TimerPlan(true, false, NextFive), Plan(null, runOnStartup: true));

    private static TimerPlan Plan(TimerStatus? status, bool runOnStartup = false)
    {
        Assert.Null(TimerSchedule.TryParse("0 */5 * * * *", new ConfigurationBuilder().Build(), out var schedule));
        return TimerPlan.AtStart(schedule!, status, runOnStartup, Now);
    }
}

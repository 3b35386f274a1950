using Microsoft.Azure.Functions.Worker;

namespace OpsAutomation.Integration.Runtime.Host.SampleApp;

public sealed class TimerSamples(Seen seen, TimeProvider clock)
{
    [Function("EveryFiveMinutes")]
    public async Task EveryFiveMinutes([TimerTrigger("0 */5 * * * *")] TimerInfo timer)
    {
        seen.Timers.Enqueue($"cron {clock.GetUtcNow():HH:mm:ss} past due {timer.IsPastDue} next {timer.ScheduleStatus!.Next:HH:mm:ss}");
        if (seen.HoldTimers is { } hold)
        {
            await hold.Task;
        }
    }

    [Function("EveryHour")]
    public void EveryHour([TimerTrigger("%HourlySchedule%")] TimerInfo timer) =>
        seen.Timers.Enqueue($"span {clock.GetUtcNow():HH:mm:ss} past due {timer.IsPastDue}");

    [Function("AtStart")]
    public void AtStart([TimerTrigger("0 0 0 1 1 *", RunOnStartup = true, UseMonitor = false)] TimerInfo timer) =>
        seen.Timers.Enqueue($"start past due {timer.IsPastDue} monitored {timer.ScheduleStatus is not null}");

    [Function("Stumbles")]
    [FixedDelayRetry(2, "00:00:10")]
    public void Stumbles([TimerTrigger("0 30 12 * * *")] TimerInfo timer, FunctionContext context)
    {
        seen.Timers.Enqueue($"stumbles {clock.GetUtcNow():HH:mm:ss} retry {context.RetryContext.RetryCount} of {context.RetryContext.MaxRetryCount}");
        throw new InvalidOperationException("always");
    }
}

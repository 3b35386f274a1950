namespace OpsAutomation.Runtime.Timers;

/// <summary>What a timer does first after a start.</summary>
/// <param name="RunNow">Whether it runs at once.</param>
/// <param name="IsPastDue">Whether that run is one that was missed.</param>
/// <param name="Next">The planned run after now; null when there is none.</param>
internal sealed record TimerPlan(bool RunNow, bool IsPastDue, DateTimeOffset? Next)
{
    /// <summary>Plans the start of a timer.</summary>
    /// <param name="schedule">Its schedule.</param>
    /// <param name="status">What is known from before; null when nothing is, or when progress is not kept.</param>
    /// <param name="runOnStartup">Whether it runs at every start.</param>
    /// <param name="now">The time.</param>
    internal static TimerPlan AtStart(TimerSchedule schedule, TimerStatus? status, bool runOnStartup, DateTimeOffset now)
    {
        // Not the recorded next run but the one that follows the last by today's schedule: it may have been edited since.
        var expected = status is null ? null : schedule.Next(status.Last ?? status.LastUpdated);
        var missed = expected <= now;
        return new TimerPlan(missed || runOnStartup, missed, missed ? schedule.Next(now) : expected ?? schedule.Next(now));
    }
}

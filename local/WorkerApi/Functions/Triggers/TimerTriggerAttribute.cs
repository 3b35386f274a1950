using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Starts a function on a schedule: a six-field NCRONTAB expression, a TimeSpan, or <c>%Setting%</c>.</summary>
[BindingCapabilities(KnownBindingCapabilities.FunctionLevelRetry)]
public sealed class TimerTriggerAttribute : TriggerBindingAttribute
{
    /// <summary>The monitor is on unless it is turned off.</summary>
    public TimerTriggerAttribute(string schedule)
    {
        Schedule = schedule;
        UseMonitor = true;
    }

    /// <summary>The schedule as written.</summary>
    public string Schedule { get; }

    /// <summary>Whether the schedule's progress is kept, so that a missed run is made up for after a restart.</summary>
    public bool UseMonitor { get; set; }

    /// <summary>Whether the function also runs at start.</summary>
    public bool RunOnStartup { get; set; }
}

/// <summary>What a timer function is told about its run.</summary>
public class TimerInfo
{
    /// <summary>Progress of the schedule; null when it is not monitored.</summary>
    public ScheduleStatus? ScheduleStatus { get; set; }

    /// <summary>True when this run is later than planned.</summary>
    public bool IsPastDue { get; set; }
}

/// <summary>Progress of a timer's schedule.</summary>
public class ScheduleStatus
{
    /// <summary>The last run.</summary>
    public DateTime Last { get; set; }

    /// <summary>The next planned run.</summary>
    public DateTime Next { get; set; }

    /// <summary>When this record was last written.</summary>
    public DateTime LastUpdated { get; set; }
}

namespace OpsAutomation.Runtime.Timers;

/// <summary>How far a timer's schedule has come.</summary>
/// <param name="Last">The start of the last run; null when it never ran.</param>
/// <param name="Next">The next planned run; null when there is none.</param>
/// <param name="LastUpdated">When this was written.</param>
internal sealed record TimerStatus(DateTimeOffset? Last, DateTimeOffset? Next, DateTimeOffset LastUpdated);

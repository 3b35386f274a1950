namespace OpsAutomation.Core.Calendars.Schedules;

/// <summary>One stretch of time in which a window is active.</summary>
/// <param name="Start">Inclusive.</param>
/// <param name="End">Exclusive.</param>
public sealed record Occurrence(DateTimeOffset Start, DateTimeOffset End)
{
    /// <summary>Whether the moment lies in it.</summary>
    public bool Covers(DateTimeOffset moment) => Start <= moment && moment < End;
}

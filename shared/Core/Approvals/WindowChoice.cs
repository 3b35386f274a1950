using OpsAutomation.Core.Calendars;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Incidents;

namespace OpsAutomation.Core.Approvals;

/// <summary>Reads the window that a person names with an approval: one of <c>calendars.yaml</c>, or a time from and to.</summary>
public static class WindowChoice
{
    /// <summary>How a time is written that is no window of the calendar.</summary>
    public const string Form = "2026-12-01T22:00Z/2026-12-02T02:00Z";

    /// <summary>The window, or why there is none.</summary>
    /// <param name="text">The name of a window, or two times with offsets with a slash between.</param>
    /// <param name="calendar">The calendar.</param>
    /// <param name="now">The time of the decision.</param>
    /// <param name="longestWait">How far ahead it may begin.</param>
    public static (ApprovalWindow? Window, string? Problem) Read(string text, MaintenanceCalendar calendar, DateTimeOffset now, TimeSpan longestWait)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(calendar);
        var window = text.Contains('/', StringComparison.Ordinal) ? Between(text) : Named(text, calendar, now);
        return window switch
        {
            null => (null, $"There is no window '{text}' to come: name one of calendars.yaml ({string.Join(", ", calendar.Windows.Select(w => w.Name))}), or write {Form}."),
            { } w when w.To <= now => (null, "That window is over."),
            { } w when w.From - now > longestWait => (null, $"That window begins in more than {longestWait.TotalDays:0.##} days; until then the resources would be held."),
            { } w => (w, null),
        };
    }

    private static ApprovalWindow? Named(string name, MaintenanceCalendar calendar, DateTimeOffset now)
    {
        var schedule = calendar.Windows.FirstOrDefault(w => string.Equals(w.Name, name, StringComparison.Ordinal))?.Schedule;
        return (schedule?.ActiveAt(now) ?? schedule?.NextAfter(now)) is { } next ? new(name, next.Start.ToUniversalTime(), next.End.ToUniversalTime()) : null;
    }

    private static ApprovalWindow? Between(string text) =>
        text.Split('/') is [var first, var last] && MomentText.Parse(first) is { } from && MomentText.Parse(last) is { } to && from < to ? new(null, from, to) : null;
}

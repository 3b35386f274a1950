using OpsAutomation.Core.Calendars;
using OpsAutomation.Core.Calendars.Schedules;
using OpsAutomation.Pages.Rendering;

namespace OpsAutomation.Pages.Calendars;

/// <summary>How many alerts of the last 24 hours something hides.</summary>
/// <param name="Number">The number.</param>
/// <param name="Complete">Whether all alerts were looked at; otherwise it is the least it can be.</param>
public sealed record HiddenCount(int Number, bool Complete)
{
    /// <summary>For a person.</summary>
    public string Text => Complete ? FormattableString.Invariant($"{Number}") : FormattableString.Invariant($"at least {Number}");
}

/// <summary>A maintenance window.</summary>
/// <param name="Window">The window.</param>
/// <param name="Active">The occurrence that is on now, or null.</param>
/// <param name="Next">The next one, or null when none will come.</param>
/// <param name="Hidden">How many alerts it hides, or null when that was not counted.</param>
public sealed record WindowRow(MaintenanceWindow Window, Occurrence? Active, Occurrence? Next, HiddenCount? Hidden);

/// <summary>A silence.</summary>
/// <param name="Silence">The silence.</param>
/// <param name="Hidden">How many alerts it hides, or null when that was not counted.</param>
public sealed record SilenceRow(Silence Silence, HiddenCount? Hidden);

/// <summary>A window or a silence began or ended.</summary>
/// <param name="At">When that was seen.</param>
/// <param name="Began">Whether it began.</param>
/// <param name="Text">In a sentence; at an end with how many alerts it hid.</param>
public sealed record CalendarEventRow(DateTimeOffset At, bool Began, string Text);

/// <summary>What hides alerts now and later, and the form that makes a silence.</summary>
/// <param name="Context">What every page knows.</param>
/// <param name="Windows">The windows of the catalogue.</param>
/// <param name="Silences">Active, coming and lately ended silences.</param>
/// <param name="Form">The form; null for a reader who may not make one.</param>
/// <param name="Note">What was done just now, or null.</param>
public sealed record CalendarPageModel(
    PageContext Context, IReadOnlyList<WindowRow> Windows, IReadOnlyList<SilenceRow> Silences, SilenceForm? Form, string? Note = null)
{
    /// <summary>What began and ended lately, newest first.</summary>
    public IReadOnlyList<CalendarEventRow> Events { get; init; } = [];

    /// <summary>How long before its day a review is asked for.</summary>
    public static readonly TimeSpan ReviewNotice = TimeSpan.FromDays(14);

    /// <summary>What to say about the review of a window, or null while it is far off.</summary>
    public string? Review(MaintenanceWindow window)
    {
        ArgumentNullException.ThrowIfNull(window);
        if (window.ReviewBy is not { } day)
        {
            return null;
        }

        var left = day.DayNumber - DateOnly.FromDateTime(Context.Now.UtcDateTime).DayNumber;
        var date = FormattableString.Invariant($"{day:yyyy-MM-dd}");
        return left < 0 ? $"Review was due by {date}: it hides nothing any more." : left <= ReviewNotice.Days ? $"Review by {date}: it hides nothing after that day." : null;
    }
}

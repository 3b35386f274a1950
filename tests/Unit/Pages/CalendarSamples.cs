using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Alerts.Matching;
using OpsAutomation.Core.Calendars;
using OpsAutomation.Core.Calendars.Schedules;
using OpsAutomation.Core.Correlation;
using OpsAutomation.Core.Correlation.Recent;
using OpsAutomation.Pages.Calendars;

namespace OpsAutomation.Unit.Pages;

/// <summary>Calendars to show.</summary>
internal static class CalendarSamples
{
    public static CalendarPageModel Page => Of("deploying", "ana");

    public static CalendarPageModel Hostile(string attack) => Of(attack, attack) with { Note = attack };

    private static CalendarPageModel Of(string text, string who)
    {
        var matcher = AlertMatcher.Parse("service = \"" + text.Replace("\"", "\\\"", StringComparison.Ordinal) + "\"").Matcher!;
        var occurrence = new Occurrence(PageSamples.At(-10), PageSamples.At(50));
        var window = new MaintenanceWindow("patching", who, text, matcher, new OnceSchedule(occurrence), DateOnly.FromDateTime(PageSamples.At(0).UtcDateTime.AddDays(3)));
        var silence = new Silence
        {
            Id = "s-1",
            Matchers = matcher.Texts,
            StartsAt = PageSamples.At(-10),
            EndsAt = PageSamples.At(50),
            CreatedBy = who,
            Reason = text,
            CreatedAt = PageSamples.At(-10),
        };
        var over = silence with { Id = "s-2", CancelledAt = PageSamples.At(1), CancelledBy = who, CancelReason = text };
        var hidden = new HiddenAlert("a-1", PageSamples.At(-20), Severity.Sev1, text, text, text, DispositionKind.Opened, null, "/ops/alerts/a-1");
        var form = new SilenceForm
        {
            AntiForgery = "af",
            LocalUsers = ["ana", who],
            Matchers = text,
            Reason = text,
            Errors = [text],
            Previewed = matcher.Text,
            Preview = new SilencePreview(PageSamples.At(-1440), PageSamples.At(0), 1, 1, false, [new(text, 1)], [new(text, 1)], [hidden]),
        };
        return new CalendarPageModel(
            PageSamples.Context(5),
            [new WindowRow(window, occurrence, null, new HiddenCount(3, false)), new WindowRow(window with { Name = "later" }, null, occurrence, null)],
            [new SilenceRow(silence, new HiddenCount(2, true)), new SilenceRow(over, null)],
            form);
    }
}

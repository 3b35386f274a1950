using OpsAutomation.Core.Alerts.Matching;
using OpsAutomation.Core.Calendars;
using OpsAutomation.Core.Calendars.Silencing;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Correlation;
using OpsAutomation.Core.Correlation.Recent;
using OpsAutomation.Pages.Calendars;

namespace OpsAutomation.Functions.Activities;

/// <summary>Windows of the catalogue and stored silences together: for correlation, for the page, and for a preview.</summary>
public sealed class CalendarDesk(OpsCatalog catalog, SilenceLedger silences, RecentAlerts recent, CalendarWatch watch, TimeProvider clock)
{
    /// <summary>How far back ended silences are listed and hidden alerts counted.</summary>
    public static readonly TimeSpan LooksBack = TimeSpan.FromHours(24);

    private const int MostEvents = 20;

    /// <summary>What can hide an alert now or later.</summary>
    public async Task<CalendarState> StateAsync(CancellationToken cancellationToken) =>
        new(catalog.Calendars.Windows, await silences.LiveAsync(clock.GetUtcNow(), cancellationToken));

    /// <summary>What a silence would have hidden of the last day.</summary>
    public Task<SilencePreview> PreviewAsync(AlertMatcher matcher, CancellationToken cancellationToken) =>
        SilencePreview.OfAsync(matcher, recent, clock.GetUtcNow(), cancellationToken);

    /// <summary>Silences that are active, come, or ended in the last day; by their end.</summary>
    public Task<IReadOnlyList<Silence>> ListedAsync(CancellationToken cancellationToken) =>
        silences.EndingAfterAsync(clock.GetUtcNow() - LooksBack, cancellationToken);

    /// <summary>The rows of the page, each with the number of alerts it hides.</summary>
    public async Task<(IReadOnlyList<WindowRow> Windows, IReadOnlyList<SilenceRow> Silences)> RowsAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var listed = await ListedAsync(cancellationToken);
        var windows = catalog.Calendars.Windows;
        var marks = windows.Select(w => Suppression.MarkOf(SuppressionKind.Window, w.Name))
            .Concat(listed.Select(s => Suppression.MarkOf(SuppressionKind.Silence, s.Id)));
        var counts = listed.Count + windows.Count == 0 ? null : await HiddenCounts.OfAsync(recent, marks, now - LooksBack, now.AddTicks(1), cancellationToken);
        return (
            [.. windows.Select(w => new WindowRow(w, w.Schedule.ActiveAt(now), w.Schedule.NextAfter(now), Count(counts, SuppressionKind.Window, w.Name)))],
            [.. listed.OrderBy(s => s.StopsAt <= now).ThenBy(s => s.EndsAt).Select(s => new SilenceRow(s, Count(counts, SuppressionKind.Silence, s.Id)))]);
    }

    /// <summary>What began and ended lately, newest first.</summary>
    public async Task<IReadOnlyList<CalendarEventRow>> EventsAsync(CancellationToken cancellationToken) =>
        [.. (await watch.NewestAsync(MostEvents, cancellationToken)).Select(e => new CalendarEventRow(e.At, e.Began, e.Text))];

    private static HiddenCount? Count(HiddenCounts? counts, SuppressionKind kind, string name) =>
        counts is null ? null : new HiddenCount(counts.ByMark[Suppression.MarkOf(kind, name)], counts.Complete);
}

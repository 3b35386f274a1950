using OpsAutomation.Core.Incidents;
using OpsAutomation.Pages.Stories;

namespace OpsAutomation.Pages.Charts;

/// <summary>One reading of a signal.</summary>
/// <param name="At">When.</param>
/// <param name="Value">The value, or null where it was missing, stale or unreadable: a gap, never a zero.</param>
/// <param name="State">How it was judged, or null where it was not.</param>
/// <param name="Note">Why it was read or what it says, for the table; may be empty.</param>
public sealed record SignalPoint(DateTimeOffset At, double? Value, SignalState? State, string Note);

/// <summary>Readings of one signal in time, with the threshold that they are judged by.</summary>
/// <param name="Name">Name of the signal.</param>
/// <param name="Unit">Unit, or null where not known.</param>
/// <param name="Threshold">Threshold in the same unit, or null.</param>
/// <param name="Operator">Comparison that makes it fire, as the sender spells it, or null.</param>
/// <param name="Points">The readings, oldest first.</param>
/// <param name="ActedAt">When automation changed something, to be marked on the chart.</param>
public sealed record SignalSeries(
    string Name,
    string? Unit,
    double? Threshold,
    string? Operator,
    IReadOnlyList<SignalPoint> Points,
    IReadOnlyList<DateTimeOffset> ActedAt)
{
    /// <summary>The readings that an incident's journal holds: the opening alert's value, a snapshot of the signal, and every read since; null where there are none.</summary>
    /// <param name="entries">The journal.</param>
    /// <param name="history">Values that were read for this page, or null.</param>
    public static SignalSeries? Of(IReadOnlyList<JournalEntry> entries, IReadOnlyList<SignalSample>? history = null)
    {
        if (IncidentStory.OpeningAlert(entries) is not { } alert)
        {
            return null;
        }

        var points = new List<SignalPoint>();
        if (alert.Value is { } value)
        {
            points.Add(new(alert.StartsAt, Finite(value), SignalState.Firing, "As the alert says"));
        }

        points.AddRange(entries.Select(e => e.Fact).OfType<Fact.SnapshotTaken>().SelectMany(f => f.Points).Concat(history ?? [])
            .DistinctBy(p => p.At)
            .Select(p => new SignalPoint(p.At, Finite(p.Value), null, "Measured")));
        points.AddRange(
            from entry in entries
            let read = entry.Fact as Fact.SignalRead
            where read is not null
            select new SignalPoint(entry.At, Finite(read.Value), read.State, Why(read)));
        return points.Count == 0
            ? null
            : new SignalSeries(
                alert.Signal.Name ?? alert.Rule,
                alert.Unit,
                Finite(alert.Threshold),
                alert.Signal.Operator,
                [.. points.OrderBy(p => p.At)],
                [.. entries.Where(e => e.Fact is Fact.Started).Select(e => e.At)]);
    }

    private static double? Finite(double? value) => value is { } v && double.IsFinite(v) ? v : null;

    private static string Why(Fact.SignalRead read)
    {
        var purpose = read.Purpose switch
        {
            SignalPurpose.Before => "Before acting",
            SignalPurpose.Verify => "To verify",
            _ => "Before closing",
        };
        return string.IsNullOrWhiteSpace(read.Reason) ? purpose : $"{purpose}: {read.Reason}";
    }
}

using System.Diagnostics.Metrics;

namespace OpsAutomation.Core.Incidents;

/// <summary>
/// Times of incidents as metrics, taken when the entry that ends each stands in the store: what dashboards show without reading our
/// records. All in seconds, with the severity and the service; a mean over them is MTTD, MTTA, MTTR.
/// </summary>
public static class IncidentMeasures
{
    /// <summary>The meter.</summary>
    public const string MeterName = "OpsAutomation.Incidents";

    /// <summary>From the start of the condition, as the alert says, to the opening of the incident.</summary>
    public const string Detection = "ops.incident.detection";

    /// <summary>From the opening until somebody took it: <c>by</c> is <c>automation</c> when a playbook was chosen, <c>person</c> at a decision, a closing or an undo.</summary>
    public const string Acknowledgement = "ops.incident.acknowledgement";

    /// <summary>From the start of the condition until the incident was closed; a reopened one counts again, from its start.</summary>
    public const string Resolution = "ops.incident.resolution";

    private static readonly Meter Meter = new(MeterName);
    private static readonly Histogram<double> Detections = Meter.CreateHistogram<double>(Detection, "s", "From the start of the condition to the opening of the incident.");
    private static readonly Histogram<double> Acknowledgements = Meter.CreateHistogram<double>(Acknowledgement, "s", "From the opening until automation or a person took it.");
    private static readonly Histogram<double> Resolutions = Meter.CreateHistogram<double>(Resolution, "s", "From the start of the condition to the closing.");

    /// <summary>Takes note of an entry that stands in the store.</summary>
    /// <param name="head">The incident with the entry.</param>
    /// <param name="entry">The entry.</param>
    internal static void Take(Incident head, JournalEntry entry)
    {
        switch (entry.Fact)
        {
            case Fact.Opened when entry.Sequence == 1:
                Record(Detections, head, entry.At - head.StartedAt, null);
                break;
            case Fact.PlaybookChosen when head.Episode == 1:
                Record(Acknowledgements, head, entry.At - head.OpenedAt, "automation");
                break;
            case Fact.Decided or Fact.UndoAsked when !Actors.IsReserved(entry.Actor):
                Record(Acknowledgements, head, entry.At - head.OpenedAt, "person");
                break;
            case Fact.Ended when entry.Status == IncidentStatus.Closed:
                Record(Resolutions, head, entry.At - head.StartedAt, Actors.IsReserved(entry.Actor) ? "automation" : "person");
                break;
        }
    }

    // A clock of a sender may be ahead of ours: no time is below zero.
    private static void Record(Histogram<double> histogram, Incident head, TimeSpan time, string? by) =>
        histogram.Record(Math.Max(0, time.TotalSeconds), new("severity", head.Severity.ToString()), new("service", head.Service ?? "unknown"), new("by", by ?? "none"));
}

using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Correlation;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Pages.Charts;
using OpsAutomation.Pages.Rendering;
using OpsAutomation.Pages.Stories;

namespace OpsAutomation.Pages.IncidentDetail;

/// <summary>An alert with what became of it.</summary>
/// <param name="Alert">The alert.</param>
/// <param name="Dispositions">Its dispositions, oldest first; the last one is current.</param>
public sealed record ExplainedAlert(Alert Alert, IReadOnlyList<Disposition> Dispositions)
{
    /// <summary>The disposition in force, or null before the first.</summary>
    public Disposition? Current => Dispositions.Count == 0 ? null : Dispositions[^1];
}

/// <summary>Everything about one incident.</summary>
public sealed record IncidentPageModel
{
    /// <summary>What every page knows.</summary>
    public required PageContext Context { get; init; }

    /// <summary>Head, journal and pinned playbook.</summary>
    public required IncidentFile File { get; init; }

    /// <summary>Its alerts, oldest first.</summary>
    public required IReadOnlyList<ExplainedAlert> Alerts { get; init; }

    /// <summary>State of the audit chain.</summary>
    public required AuditState Audit { get; init; }

    /// <summary>
    /// Page on which the reader may decide the waiting request, or null. Fill it only for a reader who may be given that
    /// link: it carries a signed token.
    /// </summary>
    public string? DecideAt { get; init; }

    /// <summary>The first screen.</summary>
    public IncidentStory Story => IncidentStory.Of(File, Context.Now);

    /// <summary>Readings of the signal, or null where there are none.</summary>
    public SignalSeries? Signal => SignalSeries.Of(File.Entries);

    /// <summary>Builds the model of an incident; alerts come from its journal, dispositions from the scope.</summary>
    /// <param name="file">The incident as read.</param>
    /// <param name="dispositions">Dispositions of its alerts, in any order; those of other alerts are passed over.</param>
    /// <param name="audit">State of the chain.</param>
    /// <param name="context">What every page knows.</param>
    /// <param name="decideAt">See <see cref="DecideAt"/>.</param>
    public static IncidentPageModel Build(
        IncidentFile file, IEnumerable<Disposition> dispositions, AuditState audit, PageContext context, string? decideAt = null)
    {
        var byAlert = dispositions.OrderBy(d => d.At).ToLookup(d => d.AlertId, StringComparer.Ordinal);
        return new IncidentPageModel
        {
            Context = context,
            File = file,
            Alerts = [.. file.Alerts.DistinctBy(a => a.Id, StringComparer.Ordinal).Select(a => new ExplainedAlert(a, [.. byAlert[a.Id]]))],
            Audit = audit,
            DecideAt = decideAt,
        };
    }
}

using OpsAutomation.Core.Incidents;
using OpsAutomation.Pages.Rendering;
using OpsAutomation.Pages.Stories;

namespace OpsAutomation.Pages.IncidentList;

/// <summary>One incident of the list.</summary>
/// <param name="Head">Its head row.</param>
/// <param name="DecideBy">Deadline of the request for approval that waits, or null where none is known.</param>
public sealed record IncidentRow(Incident Head, DateTimeOffset? DecideBy = null)
{
    /// <summary>What happens next.</summary>
    public NextStep Next => NextStep.Of(Head, DecideBy);
}

/// <summary>The list of incidents: what needs a person first, then what is open, then what is over.</summary>
public sealed record IncidentsPageModel
{
    /// <summary>What every page knows.</summary>
    public required PageContext Context { get; init; }

    /// <summary>The filter in force.</summary>
    public required IncidentFilter Filter { get; init; }

    /// <summary>Services that occur, for the filter, in order.</summary>
    public required IReadOnlyList<string> Services { get; init; }

    /// <summary>Open incidents that the filter shows: a person's move first, then by severity, then the oldest first.</summary>
    public required IReadOnlyList<IncidentRow> Open { get; init; }

    /// <summary>Finished incidents that the filter shows, newest first.</summary>
    public required IReadOnlyList<IncidentRow> Recent { get; init; }

    /// <summary>How many finished incidents the filter shows but the list leaves out.</summary>
    public required int Older { get; init; }

    /// <summary>Open incidents in all, whatever the filter.</summary>
    public required int OpenCount { get; init; }

    /// <summary>Of these, how many wait for an approval.</summary>
    public required int AwaitingCount { get; init; }

    /// <summary>Of these, how many a person must take over.</summary>
    public required int WithPersonCount { get; init; }

    /// <summary>What keeps automation off now, in a sentence each: the kill switch, and holds of people.</summary>
    public IReadOnlyList<string> Paused { get; init; } = [];

    /// <summary>Builds the list.</summary>
    /// <param name="rows">Incidents in any order.</param>
    /// <param name="filter">What to show.</param>
    /// <param name="context">What every page knows.</param>
    /// <param name="recent">At most this many finished ones.</param>
    public static IncidentsPageModel Build(IReadOnlyCollection<IncidentRow> rows, IncidentFilter filter, PageContext context, int recent = 50)
    {
        var open = rows.Where(r => NextStep.IsOpen(r.Head.Status)).ToList();
        var shownOver = rows.Where(r => !NextStep.IsOpen(r.Head.Status) && filter.Shows(r.Head)).ToList();
        return new IncidentsPageModel
        {
            Context = context,
            Filter = filter,
            Services = [.. rows.Select(r => r.Head.Service).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase)],
            Open =
            [
                .. open.Where(r => filter.Shows(r.Head))
                    .OrderByDescending(r => r.Next.YourMove)
                    .ThenBy(r => r.Head.Severity)
                    .ThenBy(r => r.Head.StartedAt)
                    .ThenBy(r => r.Head.Id, StringComparer.Ordinal),
            ],
            Recent = [.. shownOver.OrderByDescending(r => r.Head.UpdatedAt).ThenBy(r => r.Head.Id, StringComparer.Ordinal).Take(recent)],
            Older = Math.Max(0, shownOver.Count - recent),
            OpenCount = open.Count,
            AwaitingCount = open.Count(r => r.Head.Status == IncidentStatus.AwaitingApproval),
            WithPersonCount = open.Count(r => r.Head.Status is IncidentStatus.Escalated or IncidentStatus.Failed),
        };
    }
}

using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Correlation;

namespace OpsAutomation.Core.Backtests;

/// <summary>What two catalogues make differently of the same events. Lists are in the order of time, then by id.</summary>
public sealed record BacktestDifference
{
    /// <summary>Alerts that paged before and do not now.</summary>
    public required IReadOnlyList<PageDifference> PagesRemoved { get; init; }

    /// <summary>Alerts that page now and did not before.</summary>
    public required IReadOnlyList<PageDifference> PagesAdded { get; init; }

    /// <summary>Alerts that page both times, but other people or with another severity.</summary>
    public required IReadOnlyList<PageDifference> PagesChanged { get; init; }

    /// <summary>Alerts with another severity of ours.</summary>
    public required IReadOnlyList<ValueDifference> Severities { get; init; }

    /// <summary>Alerts with another category.</summary>
    public required IReadOnlyList<ValueDifference> Categories { get; init; }

    /// <summary>Incidents of now that gather what were several.</summary>
    public required IReadOnlyList<IncidentDifference> IncidentsMerged { get; init; }

    /// <summary>Incidents of before whose alerts are in several now.</summary>
    public required IReadOnlyList<IncidentDifference> IncidentsSplit { get; init; }

    /// <summary>How many alerts have another disposition, by both.</summary>
    public required IReadOnlyList<DispositionDifference> Dispositions { get; init; }

    /// <summary>What could be read before and cannot now.</summary>
    public required IReadOnlyList<DeadLetterDifference> DeadLettersNew { get; init; }

    /// <summary>What could not be read before and can now.</summary>
    public required IReadOnlyList<DeadLetterDifference> DeadLettersGone { get; init; }

    /// <summary>Whether anything differs.</summary>
    public bool Any =>
        PagesRemoved.Count + PagesAdded.Count + PagesChanged.Count + Severities.Count + Categories.Count + IncidentsMerged.Count
        + IncidentsSplit.Count + Dispositions.Count + DeadLettersNew.Count + DeadLettersGone.Count > 0;
}

/// <summary>A page that is, or is not, or is another.</summary>
/// <param name="At">When the page was before, or where it is new, is now.</param>
/// <param name="AlertId">The alert.</param>
/// <param name="Rule">Its rule.</param>
/// <param name="Title">What it says.</param>
/// <param name="Severity">The severity of the page.</param>
/// <param name="Before">What became of the alert before: the route of the page, or its disposition and the reason.</param>
/// <param name="After">The same now.</param>
public sealed record PageDifference(DateTimeOffset At, string AlertId, string Rule, string Title, Severity Severity, string Before, string After);

/// <summary>One alert has another value.</summary>
/// <param name="At">When the alert came.</param>
/// <param name="AlertId">The alert.</param>
/// <param name="Rule">Its rule.</param>
/// <param name="Service">Its service now, or null.</param>
/// <param name="Before">The value before.</param>
/// <param name="After">The value now.</param>
public sealed record ValueDifference(DateTimeOffset At, string AlertId, string Rule, string? Service, string Before, string After);

/// <summary>One incident of the one side that is several of the other.</summary>
/// <param name="IncidentId">The one.</param>
/// <param name="Title">Its title.</param>
/// <param name="Others">The several, sorted.</param>
/// <param name="Alerts">How many alerts they share.</param>
public sealed record IncidentDifference(string IncidentId, string Title, IReadOnlyList<string> Others, int Alerts);

/// <summary>How many alerts went from one disposition to another.</summary>
/// <param name="Before">Before.</param>
/// <param name="After">Now.</param>
/// <param name="Count">How many.</param>
public sealed record DispositionDifference(DispositionKind Before, DispositionKind After, int Count);

/// <summary>A dead letter of one side.</summary>
/// <param name="At">When it came.</param>
/// <param name="AlertId">The item.</param>
/// <param name="Source">Its sender.</param>
/// <param name="Field">The field that could not be read.</param>
/// <param name="Reason">What is wrong with it.</param>
public sealed record DeadLetterDifference(DateTimeOffset At, string AlertId, string Source, string Field, string Reason);

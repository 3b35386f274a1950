using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Alerts.Sources;
using OpsAutomation.Core.Correlation;
using OpsAutomation.Core.Correlation.Recent;
using OpsAutomation.Core.Correlation.Search;
using OpsAutomation.Core.Explaining;
using OpsAutomation.Pages.Rendering;

namespace OpsAutomation.Pages.Alerts;

/// <summary>Answers "why was I, or was I not, paged?" for one alert.</summary>
/// <param name="Context">What every page knows.</param>
/// <param name="AlertId">Id of the alert.</param>
/// <param name="Alert">The alert, or null for a body that could not be understood.</param>
/// <param name="Dispositions">What became of it, oldest first; the last one is current.</param>
public sealed record AlertPageModel(PageContext Context, string AlertId, Alert? Alert, IReadOnlyList<Disposition> Dispositions)
{
    /// <summary>Whether people were told, and why or why not.</summary>
    public PagedAnswer? Paged { get; init; }

    /// <summary>Whom the service calls, as its catalogue entry says; empty when that is not known.</summary>
    public IReadOnlyList<string> OnCall { get; init; } = [];

    /// <summary>Why it never became an alert, or null.</summary>
    public DeadLetter? Letter { get; init; }

    /// <summary>How to see again what such a body becomes, or null.</summary>
    public string? Replay { get; init; }

    /// <summary>Its sender, where that is still known.</summary>
    public string? Source { get; init; }

    /// <summary>When it was accepted, where that is still known.</summary>
    public DateTimeOffset? ReceivedAt { get; init; }

    /// <summary>Where its body is or was kept, where that is still known.</summary>
    public string? PayloadReference { get; init; }

    /// <summary>Until when the redacted body is kept; null when it is gone.</summary>
    public DateTimeOffset? PayloadKeptUntil { get; init; }

    /// <summary>The redacted body of what was not understood, while it is kept; null for an alert.</summary>
    public string? Body { get; init; }

    /// <summary>Other alerts of the same fingerprint in the last day, newest first; null when it has none.</summary>
    public AlertsFound? Others { get; init; }

    /// <summary>The rows of <see cref="Others"/> without this alert itself.</summary>
    public IReadOnlyList<RecentAlert> Siblings => [.. (Others?.Alerts ?? []).Where(a => a.Alert.Id != AlertId)];

    /// <summary>What hid it, as the current disposition names it, or null.</summary>
    public HidingMark? HiddenBy => Dispositions is [.., var current] ? HidingMark.Of(current) : null;

    /// <summary>The address of the search for its fingerprint.</summary>
    public string SameFingerprint => $"{OpsPaths.Alerts}?fingerprint={Uri.EscapeDataString(Alert?.Fingerprint ?? string.Empty)}";
}

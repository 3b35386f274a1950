using OpsAutomation.Core.Alerts;

namespace OpsAutomation.Core.Correlation.Recent;

/// <summary>
/// What lists, searches and previews need of an alert, with its current disposition: small, so that a day of them can be read.
/// The whole alert is in its incident or, as received, in the intake ledger.
/// </summary>
/// <param name="Alert">The alert, with its labels capped and without links and dimensions.</param>
/// <param name="Scope">The scope that decided it.</param>
/// <param name="Kind">What became of it.</param>
/// <param name="Reason">Why.</param>
/// <param name="IncidentId">The incident it belongs to, or null.</param>
/// <param name="DecidedAt">When that was decided.</param>
public sealed record RecentAlert(Alert Alert, string Scope, DispositionKind Kind, string Reason, string? IncidentId, DateTimeOffset DecidedAt)
{
    /// <summary>The most labels that are kept, in alphabetical order.</summary>
    public const int MaxLabels = 24;

    /// <summary>The longest label value that is kept whole, in characters.</summary>
    public const int MaxLabel = 160;

    private const int MaxReason = 400;

    private static readonly Dictionary<string, string> None = new(StringComparer.Ordinal);

    /// <summary>The summary of an alert and its disposition.</summary>
    public static RecentAlert Of(Alert alert, string scope, Disposition disposition)
    {
        ArgumentNullException.ThrowIfNull(alert);
        ArgumentNullException.ThrowIfNull(disposition);
        var small = alert with
        {
            Links = None,
            Signal = alert.Signal with { Dimensions = None },
            Labels = alert.Labels.OrderBy(l => l.Key, StringComparer.Ordinal).Take(MaxLabels).ToDictionary(l => l.Key, l => Cut(l.Value, MaxLabel), StringComparer.Ordinal),
        };
        return new RecentAlert(small, scope, disposition.Kind, Cut(disposition.Reason, MaxReason), disposition.IncidentId, disposition.At);
    }

    private static string Cut(string text, int length) =>
        text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
}

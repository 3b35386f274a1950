using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Alerts.Sources;

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
/// <param name="Letter">
/// Why it never became an alert; null for an alert. Of a dead letter <paramref name="Alert"/> holds only what is known: source,
/// receipt and where the body is.
/// </param>
public sealed record RecentAlert(
    Alert Alert, string Scope, DispositionKind Kind, string Reason, string? IncidentId, DateTimeOffset DecidedAt, DeadLetter? Letter = null)
{
    /// <summary>The most labels that are kept, in alphabetical order.</summary>
    public const int MaxLabels = 24;

    /// <summary>The longest label value that is kept whole, in characters.</summary>
    public const int MaxLabel = 160;

    /// <summary>What stands for the rule of something that never became an alert.</summary>
    public const string NotUnderstood = "not understood";

    private const int MaxReason = 400;
    private const int MaxSummary = 512;

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

    /// <summary>
    /// The row of something that never became an alert, so that it is found among those that did. It neither fires nor names a
    /// resource: no preview counts it.
    /// </summary>
    /// <param name="source">The sender.</param>
    /// <param name="receivedAt">When it was accepted.</param>
    /// <param name="payloadReference">Where its body is kept.</param>
    /// <param name="letter">Why it is none.</param>
    /// <param name="disposition">Its disposition.</param>
    public static RecentAlert OfDeadLetter(string source, DateTimeOffset receivedAt, string payloadReference, DeadLetter letter, Disposition disposition)
    {
        ArgumentNullException.ThrowIfNull(letter);
        ArgumentNullException.ThrowIfNull(disposition);
        var known = new Alert
        {
            Id = disposition.AlertId,
            Source = source,
            Rule = NotUnderstood,
            Fingerprint = string.Empty,
            Status = AlertStatus.Information,
            Severity = Severity.Sev4,
            Signal = new Signal(SignalKind.Unknown, null, null, null, null, null, None),
            Summary = Cut($"{letter.Field}: {letter.Reason}", MaxSummary),
            StartsAt = receivedAt,
            ReceivedAt = receivedAt,
            PayloadReference = payloadReference,
        };
        var small = letter with { Field = Cut(letter.Field, MaxLabel), Reason = Cut(letter.Reason, MaxReason), Nearest = letter.Nearest is { } nearest ? Cut(nearest, MaxReason) : null };
        return new RecentAlert(known, ScopeKey.DeadLetter, disposition.Kind, Cut(disposition.Reason, MaxReason), null, disposition.At, small);
    }

    private static string Cut(string text, int length) =>
        text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
}

using System.Globalization;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Core.Correlation;

/// <summary>
/// The rows of a scope's partition: <c>head</c> (every commit changes it, so two writers can never both find nothing open),
/// <c>inbox-{alert}</c>, <c>open-{incident}</c>, <c>fp-{fingerprint}</c>, <c>disp-{alert}-{n}</c>, <c>cur-{alert}</c>, and the outbox.
/// </summary>
internal static class ScopeRows
{
    public const string Head = "head";
    public const string OpenPrefix = "open-";

    public static string Inbox(string alertId) => $"inbox-{alertId}";

    public static string Open(string incidentId) => OpenPrefix + incidentId;

    public const string FingerprintPrefix = "fp-";

    public static string FingerprintRow(string fingerprint) => FingerprintPrefix + fingerprint;

    public static string Current(string alertId) => $"cur-{alertId}";

    public static string HistoryPrefix(string alertId) => $"disp-{alertId}-";

    public static string History(string alertId, int number) => string.Create(CultureInfo.InvariantCulture, $"{HistoryPrefix(alertId)}{number:D4}");

    /// <summary>
    /// An outbox item whose key sorts by commit and by place in it: an incident is opened before an alert joins it, and
    /// joined before it is cleared.
    /// </summary>
    public static OutboxItem Outbox<T>(long sequence, int place, string kind, string alertId, T body) => new(
        kind,
        string.Create(CultureInfo.InvariantCulture, $"{sequence:D12}-{place:D3}-{kind}-{alertId}"),
        OpsJson.Write(body));
}

/// <summary>The head of a scope.</summary>
/// <param name="Sequence">Number of the last commit.</param>
/// <param name="SettleAt">When the scope is to be settled, in the row of the settle queue that is the earliest; null when nothing waits.</param>
internal sealed record ScopeHead(long Sequence, DateTimeOffset? SettleAt = null);

/// <summary>A redelivery finds this row and stops.</summary>
/// <param name="At">When the alert was decided.</param>
internal sealed record InboxEntry(DateTimeOffset At);

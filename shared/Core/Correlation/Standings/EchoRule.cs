using System.Text.RegularExpressions;
using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Alerts.Sources;
using OpsAutomation.Core.Alerts.Sources.PagerDuty;
using OpsAutomation.Core.Correlation.Climates;
using OpsAutomation.Core.Correlation.Settings;

namespace OpsAutomation.Core.Correlation.Standings;

/// <summary>
/// Our own notice that comes back from a pager, a change that our own identity made, or a drill: it belongs to what caused
/// it, and never pages or starts anything. Otherwise a page would open an incident that pages.
/// </summary>
public sealed partial class EchoRule(EchoSetting setting) : IStandingRule
{
    /// <summary>The label of an exercise.</summary>
    public const string DrillLabel = "drill";

    private const string Prefix = "echo ";
    private const string CallerLabel = "azure.caller";

    /// <inheritdoc/>
    public bool Withdraws => true;

    /// <inheritdoc/>
    public Standing? Judge(Candidate candidate, Climate climate, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        var alert = candidate.Alert;
        if (alert.Labels.GetValueOrDefault(AlertLabels.DedupKey) is { } key && OurKey().Match(key) is { Success: true } ours)
        {
            var incident = ours.Groups["id"].Value;
            return Echo("notice", incident, $"It is our own notice of {incident}, come back from {alert.Source} (its deduplication key is '{key}').", "Had it not been ours") with { IncidentId = incident };
        }

        if (alert.Labels.GetValueOrDefault(CallerLabel) is { } caller && setting.Principals.Contains(caller.ToLowerInvariant(), StringComparer.Ordinal))
        {
            return Echo("principal", caller, $"It tells of a change that our own identity ({caller}) made.", "Had anyone else made it");
        }

        return string.Equals(alert.Labels.GetValueOrDefault(DrillLabel), "true", StringComparison.OrdinalIgnoreCase)
            ? Echo("drill", DrillLabel, "It is a drill: its label 'drill' is true.", "Had it been real")
            : null;
    }

    /// <summary>The incident of ours that a person acknowledged in the pager that it was sent to, and who did; null for every other alert.</summary>
    internal static (string IncidentId, string By)? AcknowledgementOf(Standing standing, Alert alert) =>
        standing is { Rule: Prefix + "notice", IncidentId: { } incident } && alert.Labels.GetValueOrDefault(PagerDutyIncident.EventLabel) == PagerDutyIncident.Acknowledged
            ? (incident, alert.Labels.GetValueOrDefault(PagerDutyIncident.ByLabel) ?? "somebody")
            : null;

    /// <summary>Whether a standing is of this rule.</summary>
    internal static bool IsEcho(Standing? standing) => standing?.Rule.StartsWith(Prefix, StringComparison.Ordinal) == true;

    private static Standing Echo(string kind, string by, string reason, string unless) => new(DispositionKind.Merged, Prefix + kind, by, reason, unless);

    // The deduplication key of a notice of ours is the id of its incident, alone or with a suffix.
    [GeneratedRegex(@"^(?<id>INC-[0-9]{8}-[0-9a-f]{10})([:/].{0,200})?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OurKey();
}

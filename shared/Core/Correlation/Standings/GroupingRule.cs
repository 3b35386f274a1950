using OpsAutomation.Core.Correlation.Climates;
using OpsAutomation.Core.Correlation.Settings;

namespace OpsAutomation.Core.Correlation.Standings;

/// <summary>
/// Conditions that say the same in some fields are one incident: that of the oldest of them, in whatever scope. Which one is
/// the oldest does not depend on who came first, so neither does where they end.
/// </summary>
public sealed class GroupingRule(IReadOnlyList<GroupingSetting> settings) : IStandingRule
{
    /// <summary>What its standings are called.</summary>
    public const string Name = "grouping";

    /// <inheritdoc/>
    public bool Withdraws => true;

    /// <inheritdoc/>
    public Standing? Judge(Candidate candidate, Climate climate, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        ArgumentNullException.ThrowIfNull(climate);
        var alert = candidate.Alert;
        if (settings.FirstOrDefault(s => s.KeyOf(alert) is not null) is not { } setting)
        {
            return null;
        }

        var (scope, fingerprint) = (candidate.Scope.Scope, alert.Fingerprint);
        var leader = climate.Members(setting.KeyOf(alert)!)
            .Where(m => m.Fingerprint != fingerprint || m.Scope != scope)
            .MinBy(m => (m.Since, m.Scope, m.Fingerprint), Order);
        if (leader is null || Order.Compare((leader.Since, leader.Scope, leader.Fingerprint), (candidate.Since, scope, fingerprint)) > 0)
        {
            return null;
        }

        // In its own scope it may be there already, or come there by itself.
        var own = Correlator.FiringIn(candidate.Scope, fingerprint) ?? Places.Home(candidate.Scope, alert)?.Incident;
        return leader.Scope == scope && own?.IncidentId == leader.IncidentId
            ? null
            : new Standing(
                DispositionKind.Merged,
                Name,
                leader.IncidentId,
                $"It agrees in {setting.Shared(alert)} with what fires in {leader.IncidentId} since {Correlator.Time(leader.Since)}: by the grouping '{setting.Name}' they are one incident.",
                $"Without the grouping '{setting.Name}'")
            {
                IncidentId = leader.IncidentId,
            };
    }

    /// <inheritdoc/>
    public IEnumerable<ClimateFact> FactsOf(string scope, FingerprintState known, string? incidentId)
    {
        ArgumentNullException.ThrowIfNull(known);
        if (known.Newest is not { } alert || settings.Select(s => s.KeyOf(alert)).FirstOrDefault(k => k is not null) is not { } key)
        {
            yield break;
        }

        yield return ClimateFact.Of(
            ClimateRows.Targets, ClimateRows.Target(ClimateRows.GroupTargets, key, alert.Fingerprint, scope), new ClimateTarget(scope));
        if (incidentId is not null)
        {
            yield return ClimateFact.Of(
                ClimateRows.Partition,
                ClimateRows.Group(key, alert.Fingerprint, scope),
                new ClimateMember(alert.Fingerprint, scope, incidentId, known.Since ?? alert.StartsAt));
        }
    }

    /// <summary>Whether an alert is grouped.</summary>
    public bool Takes(Alerts.Alert alert) => settings.Any(s => s.KeyOf(alert) is not null);

    private static readonly Comparer<(DateTimeOffset Since, string Scope, string Fingerprint)> Order = Comparer<(DateTimeOffset Since, string Scope, string Fingerprint)>.Create(
        (a, b) => a.Since != b.Since ? a.Since.CompareTo(b.Since)
            : string.CompareOrdinal(a.Scope, b.Scope) is var s && s != 0 ? s : string.CompareOrdinal(a.Fingerprint, b.Fingerprint));
}

using System.Collections.Immutable;
using OpsAutomation.Core.Alerts;

namespace OpsAutomation.Core.Correlation;

/// <summary>Where in its scope a condition that is to be told belongs: an open incident, or one of its own.</summary>
internal static class Places
{
    /// <summary>The open incident that an alert belongs to, and why; null when it needs one of its own.</summary>
    /// <remarks>The same resource is nearer than the same service; among equals the oldest, so that the choice never depends on storage order.</remarks>
    public static (OpenIncidentState Incident, string Because)? Home(ScopeState state, Alert alert)
    {
        var oldestFirst = state.Open.Values.OrderBy(i => i.OpenedAt).ThenBy(i => i.IncidentId, StringComparer.Ordinal).ToArray();
        if (alert.Resource is { } resource && Array.Find(oldestFirst, i => i.Resources.Contains(resource, StringComparer.Ordinal)) is { } byResource)
        {
            return (byResource, $"for the same resource, {resource}");
        }

        if (alert.Service is { } service && Array.Find(oldestFirst, i => i.Service == service) is { } byService)
        {
            return (byService, $"for the same service, '{service}'");
        }

        // Without resource and service the fingerprint is all there is: its own incident, resolved and not yet closed, takes it back.
        return state.Fingerprints.GetValueOrDefault(alert.Fingerprint)?.IncidentId is { } last && state.Open.GetValueOrDefault(last) is { } own
            ? (own, "for the same condition, which had been resolved")
            : null;
    }

    /// <summary>The scope after an alert joined an incident of it.</summary>
    public static ScopeState Join(ScopeState state, Alert alert, OpenIncidentState incident, FingerprintState known)
    {
        var number = incident.AlertCount + 1;
        var before = incident.Firing.GetValueOrDefault(alert.Fingerprint);
        var joined = incident with
        {
            AlertCount = number,
            Resources = alert.Resource is { } r && !incident.Resources.Contains(r, StringComparer.Ordinal) ? [.. incident.Resources, r] : incident.Resources,
            Firing = incident.Firing.ToImmutableSortedDictionary(StringComparer.Ordinal)
                .SetItem(alert.Fingerprint, new FiringState(alert.Id, number, before?.Since ?? alert.StartsAt, Graver(alert, before))),
        };
        return Placed(state, joined, alert.Fingerprint, known);
    }

    /// <summary>The scope after an alert opened an incident in it.</summary>
    public static ScopeState Open(ScopeState state, Alert alert, string incidentId, FingerprintState known, DateTimeOffset now) => Placed(
        state,
        new OpenIncidentState
        {
            IncidentId = incidentId,
            Service = alert.Service,
            Resources = alert.Resource is { } r ? [r] : [],
            OpenedAt = now,
            AlertCount = 1,
            Firing = ImmutableSortedDictionary.Create<string, FiringState>(StringComparer.Ordinal)
                .Add(alert.Fingerprint, new FiringState(alert.Id, 1, alert.StartsAt, alert.Severity)),
        },
        alert.Fingerprint,
        known);

    /// <summary>The scope after an incident let go of a condition, and whether that was its last.</summary>
    public static (ScopeState Next, int Left) Remove(ScopeState state, OpenIncidentState incident, string fingerprint)
    {
        var left = incident.Firing.ToImmutableSortedDictionary(StringComparer.Ordinal).Remove(fingerprint);
        return (state with { Open = state.Open.SetItem(incident.IncidentId, incident with { Firing = left }) }, left.Count);
    }

    /// <summary>The scope with another entry of a condition in its incident.</summary>
    public static ScopeState Set(ScopeState state, OpenIncidentState incident, string fingerprint, FiringState firing) => state with
    {
        Open = state.Open.SetItem(
            incident.IncidentId,
            incident with { Firing = incident.Firing.ToImmutableSortedDictionary(StringComparer.Ordinal).SetItem(fingerprint, firing) }),
    };

    /// <summary>What an alert is about, for a person.</summary>
    public static string About(Alert alert) =>
        alert.Service is { } service ? $"service '{service}'" : alert.Resource is { } resource ? $"{resource}" : $"rule '{alert.Rule}'";

    /// <summary>What would have happened to an alert if no rule had kept it from it.</summary>
    public static string Otherwise(ScopeState state, Alert alert, string unless) => Home(state, alert) is { } home
        ? $"{unless}, it would have joined {home.Incident.IncidentId}, which is open {home.Because}."
        : $"{unless}, it would have opened an incident.";

    private static Severity Graver(Alert alert, FiringState? before) => before is not null && before.Worst < alert.Severity ? before.Worst : alert.Severity;

    private static ScopeState Placed(ScopeState state, OpenIncidentState incident, string fingerprint, FingerprintState known) => state with
    {
        Open = state.Open.SetItem(incident.IncidentId, incident),
        Fingerprints = state.Fingerprints.SetItem(fingerprint, known with { IncidentId = incident.IncidentId, Withheld = null }),
    };
}

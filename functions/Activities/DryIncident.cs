using System.Text.Json.Nodes;
using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Playbooks;

namespace OpsAutomation.Functions.Activities;

/// <summary>An incident that never was: what a dry run of a playbook on a resource is planned with.</summary>
public static class DryIncident
{
    /// <summary>Its id, which is no incident's.</summary>
    public const string Id = "dry-run";

    /// <summary>The playbook with values in the place of its parameters' defaults; what is wrong with them is told all at once.</summary>
    public static (Playbook? Playbook, IReadOnlyList<string> Problems) Given(Playbook playbook, IReadOnlyDictionary<string, string> values)
    {
        ArgumentNullException.ThrowIfNull(playbook);
        ArgumentNullException.ThrowIfNull(values);
        var problems = values.Keys.Where(k => playbook.Parameters.All(p => p.Name != k)).Select(k => $"The playbook has no parameter '{k}'.").ToList();
        var parameters = new List<PlaybookParameter>();
        foreach (var parameter in playbook.Parameters)
        {
            JsonNode? value = values.TryGetValue(parameter.Name, out var text) ? parameter.Parse(text) : parameter.Default;
            if (parameter.Refuses(value) is { } refusal)
            {
                problems.Add(refusal);
            }

            parameters.Add(parameter with { Default = value });
        }

        return problems.Count == 0 ? (playbook with { Parameters = parameters }, problems) : (null, problems);
    }

    /// <summary>The incident of a playbook on a resource.</summary>
    public static IncidentFile Of(PinnedPlaybook pinned, string resource, string? service, Autonomy level, string levelReason, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(pinned);
        var alert = new Alert
        {
            Id = Id,
            Source = Id,
            Rule = Id,
            Fingerprint = Id,
            Status = AlertStatus.Firing,
            Severity = Severity.Sev3,
            Signal = new Signal(SignalKind.Unknown, string.Empty, null, null, null, null, new Dictionary<string, string>(StringComparer.Ordinal)),
            Resource = resource,
            Service = service,
            Summary = $"Dry run of {pinned.Playbook.Name}.",
            StartsAt = now,
            ReceivedAt = now,
            PayloadReference = string.Empty,
        };
        var head = new Incident
        {
            Id = Id,
            Scope = Id,
            Title = alert.Summary,
            Severity = alert.Severity,
            Status = IncidentStatus.Open,
            Service = service,
            Resource = resource,
            Category = pinned.Playbook.Match.Category,
            Episode = 1,
            StartedAt = now,
            OpenedAt = now,
            UpdatedAt = now,
            AlertCount = 1,
            LastSequence = 2,
            LastHash = string.Empty,
        };
        Fact[] facts =
        [
            new Fact.Opened(alert),
            new Fact.PlaybookChosen(pinned.Playbook.Name, pinned.Playbook.Version, pinned.Hash, "A dry run.", level, levelReason),
        ];
        return new(head, string.Empty, [.. facts.Select((f, i) => new JournalEntry(i + 1, $"dry:{i}", now, Actors.System, string.Empty, f, IncidentStatus.Open, string.Empty, string.Empty))], pinned);
    }
}

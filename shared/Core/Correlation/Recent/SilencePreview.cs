using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Alerts.Matching;

namespace OpsAutomation.Core.Correlation.Recent;

/// <summary>A name and how often it occurs.</summary>
public sealed record NamedCount(string Name, int Count);

/// <summary>An alert that would have been hidden.</summary>
/// <param name="Id">The alert.</param>
/// <param name="ReceivedAt">When it came.</param>
/// <param name="Severity">Its severity.</param>
/// <param name="Rule">Its rule.</param>
/// <param name="Service">Its service, or null.</param>
/// <param name="Resource">Its resource, or null.</param>
/// <param name="Kind">What became of it.</param>
/// <param name="IncidentId">Its incident, or null.</param>
/// <param name="Link">The path of its page.</param>
public sealed record HiddenAlert(
    string Id, DateTimeOffset ReceivedAt, Severity Severity, string Rule, string? Service, string? Resource, DispositionKind Kind, string? IncidentId, string Link);

/// <summary>What a silence would have hidden of the past: firing alerts only, since an all-clear tells nobody.</summary>
/// <param name="From">The first moment that was looked at.</param>
/// <param name="To">The last.</param>
/// <param name="Hidden">Number of alerts that fit.</param>
/// <param name="Opened">How many of them opened an incident.</param>
/// <param name="Complete">Whether every alert of the time was looked at; otherwise the numbers are the least they can be.</param>
/// <param name="ByRule">The most frequent rules among them, at most 20.</param>
/// <param name="ByService">The most frequent services among them, at most 20.</param>
/// <param name="Alerts">The newest of them, at most 20.</param>
public sealed record SilencePreview(
    DateTimeOffset From,
    DateTimeOffset To,
    int Hidden,
    int Opened,
    bool Complete,
    IReadOnlyList<NamedCount> ByRule,
    IReadOnlyList<NamedCount> ByService,
    IReadOnlyList<HiddenAlert> Alerts)
{
    /// <summary>How far it looks back.</summary>
    public static readonly TimeSpan LooksBack = TimeSpan.FromHours(24);

    /// <summary>The most alerts that are looked at.</summary>
    public const int MaxLooked = 20_000;

    private const int MaxListed = 20;

    /// <summary>The numbers in a sentence.</summary>
    public string Text
    {
        get
        {
            var hours = FormattableString.Invariant($"In the last {(To - From).TotalHours:0} hours");
            var least = Complete ? string.Empty : "at least ";
            return Hidden == 0
                ? $"{hours} it would have hidden {(Complete ? "no alert" : "none of the newest alerts")}."
                : FormattableString.Invariant($"{hours} it would have hidden {least}{Hidden} alert{(Hidden == 1 ? string.Empty : "s")}, {least}{Opened} of which opened an incident.");
        }
    }

    /// <summary>Looks at what came in the day before <paramref name="now"/>.</summary>
    public static async Task<SilencePreview> OfAsync(AlertMatcher matcher, RecentAlerts recent, DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(matcher);
        ArgumentNullException.ThrowIfNull(recent);
        var from = now - LooksBack;
        var (looked, hidden, opened, complete) = (0, 0, 0, true);
        var rules = new Dictionary<string, int>(StringComparer.Ordinal);
        var services = new Dictionary<string, int>(StringComparer.Ordinal);
        var listed = new List<HiddenAlert>();
        await foreach (var row in recent.NewestFirstAsync(from, now.AddTicks(1), cancellationToken))
        {
            if (looked++ == MaxLooked)
            {
                complete = false;
                break;
            }

            var alert = row.Alert;
            if (alert.Status != AlertStatus.Firing || !matcher.Matches(alert))
            {
                continue;
            }

            hidden++;
            opened += row.Kind == DispositionKind.Opened ? 1 : 0;
            rules[alert.Rule] = rules.GetValueOrDefault(alert.Rule) + 1;
            var service = alert.Service ?? "no service";
            services[service] = services.GetValueOrDefault(service) + 1;
            if (listed.Count < MaxListed)
            {
                listed.Add(new HiddenAlert(
                    alert.Id, alert.ReceivedAt, alert.Severity, alert.Rule, alert.Service, alert.Resource, row.Kind, row.IncidentId, $"/ops/alerts/{Uri.EscapeDataString(alert.Id)}"));
            }
        }

        return new SilencePreview(from, now, hidden, opened, complete, Most(rules), Most(services), listed);
    }

    private static NamedCount[] Most(Dictionary<string, int> counts) =>
        [.. counts.OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal).Take(MaxListed).Select(c => new NamedCount(c.Key, c.Value))];
}

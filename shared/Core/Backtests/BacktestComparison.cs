using OpsAutomation.Core.Correlation;

namespace OpsAutomation.Core.Backtests;

/// <summary>
/// Compares two results over the same events, alert by alert: ids of incidents may differ between catalogues, those of
/// alerts do not.
/// </summary>
public static class BacktestComparison
{
    /// <summary>What is different in the second of two results.</summary>
    public static BacktestDifference Of(BacktestResult before, BacktestResult after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var then = before.Alerts.ToDictionary(a => a.Id, StringComparer.Ordinal);
        var pairs = after.Alerts.Where(a => then.ContainsKey(a.Id)).Select(a => (Before: then[a.Id], After: a)).ToArray();
        var (pagedThen, pagedNow) = (ByAlert(before), ByAlert(after));
        return new BacktestDifference
        {
            PagesRemoved = [.. Only(pagedThen, pagedNow).Select(p => Page(p, p.Reason, Fate(after, p)))],
            PagesAdded = [.. Only(pagedNow, pagedThen).Select(p => Page(p, Fate(before, p), p.Reason))],
            PagesChanged = [.. pagedNow.Values.Where(p => pagedThen.TryGetValue(p.AlertId, out var old) && Differs(old, p)).Select(p => Page(p, pagedThen[p.AlertId].Reason, p.Reason))],
            Severities = [.. Values(pairs, a => a.Severity?.ToString())],
            Categories = [.. Values(pairs, a => a.Category)],
            IncidentsMerged = Gathered(after, pairs.Select(p => (p.After.IncidentId, p.Before.IncidentId))),
            IncidentsSplit = Gathered(before, pairs.Select(p => (p.Before.IncidentId, p.After.IncidentId))),
            Dispositions =
            [
                .. pairs.Where(p => p.Before.Kind != p.After.Kind)
                    .GroupBy(p => (Before: p.Before.Kind, After: p.After.Kind))
                    .OrderByDescending(g => g.Count()).ThenBy(g => g.Key.Before).ThenBy(g => g.Key.After)
                    .Select(g => new DispositionDifference(g.Key.Before, g.Key.After, g.Count())),
            ],
            DeadLettersNew = Dead(after, before),
            DeadLettersGone = Dead(before, after),
        };
    }

    // The first page of an alert: it pages a second time only when it opens a second incident.
    private static Dictionary<string, BacktestPage> ByAlert(BacktestResult result) =>
        result.Pages.GroupBy(p => p.AlertId, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);

    private static IEnumerable<BacktestPage> Only(Dictionary<string, BacktestPage> one, Dictionary<string, BacktestPage> other) =>
        one.Values.Where(p => !other.ContainsKey(p.AlertId)).OrderBy(p => p.At).ThenBy(p => p.AlertId, StringComparer.Ordinal);

    private static bool Differs(BacktestPage before, BacktestPage after) =>
        before.Severity != after.Severity || !before.Who.SequenceEqual(after.Who, StringComparer.Ordinal);

    private static PageDifference Page(BacktestPage page, string before, string after) =>
        new(page.At, page.AlertId, page.Rule, page.Title, page.Severity, before, after);

    // Why the alert of another's page did not page here: its incident is no page, or it opened none. An alert of our own, such as
    // that of a storm, is no event of the file: its incident alone is known.
    private static string Fate(BacktestResult result, BacktestPage page)
    {
        var alert = result.Alerts.FirstOrDefault(a => a.Id == page.AlertId);
        var id = alert is null ? page.IncidentId : alert.IncidentId;
        var incident = result.Incidents.FirstOrDefault(i => i.Id == id);
        return (alert, incident) switch
        {
            (null, null) => "There is no such alert.",
            (null or { Kind: DispositionKind.Opened }, not null) => $"Opened a {incident.Urgency.ToString().ToLowerInvariant()} of {incident.Severity} ({incident.Category}).",
            _ => $"{alert!.Kind}: {alert.Reason}",
        };
    }

    private static IEnumerable<ValueDifference> Values((BacktestAlert Before, BacktestAlert After)[] pairs, Func<BacktestAlert, string?> value) => pairs
        .Select(p => (p.Before, p.After, Old: value(p.Before), New: value(p.After)))
        .Where(p => p is { Old: not null, New: not null } && p.Old != p.New)
        .OrderBy(p => p.After.ReceivedAt).ThenBy(p => p.After.Id, StringComparer.Ordinal)
        .Select(p => new ValueDifference(p.After.ReceivedAt, p.After.Id, p.After.Rule!, p.After.Service, p.Old!, p.New!));

    private static IReadOnlyList<IncidentDifference> Gathered(BacktestResult side, IEnumerable<(string? One, string? Other)> pairs)
    {
        var groups = pairs.Where(p => p is { One: not null, Other: not null })
            .GroupBy(p => p.One!, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Select(p => p.Other!).ToArray(), StringComparer.Ordinal);
        return
        [
            .. side.Incidents
                .Where(i => groups.TryGetValue(i.Id, out var others) && others.Distinct(StringComparer.Ordinal).Skip(1).Any())
                .Select(i => new IncidentDifference(i.Id, i.Title, [.. groups[i.Id].Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)], groups[i.Id].Length)),
        ];
    }

    private static IReadOnlyList<DeadLetterDifference> Dead(BacktestResult side, BacktestResult other)
    {
        var readable = other.Alerts.Where(a => a.Kind != DispositionKind.DeadLettered).Select(a => a.Id).ToHashSet(StringComparer.Ordinal);

        // A body that one catalogue cannot take apart has no ids of its alerts there.
        var known = other.Alerts.Select(a => a.Id).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. side.Alerts
                .Where(a => a.Kind == DispositionKind.DeadLettered && (readable.Contains(a.Id) || !known.Contains(a.Id)))
                .OrderBy(a => a.ReceivedAt).ThenBy(a => a.Id, StringComparer.Ordinal)
                .Select(a => new DeadLetterDifference(a.ReceivedAt, a.Id, a.Source, a.Field ?? "body", a.Reason)),
        ];
    }
}

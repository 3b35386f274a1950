using OpsAutomation.Core.Correlation.Recent;

namespace OpsAutomation.Core.Correlation.Search;

/// <summary>What one call of a search found.</summary>
/// <param name="Alerts">What fits, newest first.</param>
/// <param name="Scanned">How many rows were read.</param>
/// <param name="Next">Where to go on; null when everything was looked at.</param>
public sealed record AlertsFound(IReadOnlyList<RecentAlert> Alerts, int Scanned, RecentPosition? Next)
{
    /// <summary>Whether the search is at its end: only then is what was not found not there.</summary>
    public bool Complete => Next is null;
}

/// <summary>
/// Looks through the recent alerts, newest first, within bounds: a call that reaches one says where to go on, and never that
/// there is nothing.
/// </summary>
public static class AlertSearch
{
    /// <summary>The most rows that one call reads.</summary>
    public const int MaxScanned = 5000;

    /// <summary>The most hours that one call looks into: each is a partition, and a request even when it is empty.</summary>
    public const int MaxHours = 192;

    /// <summary>Looks for alerts.</summary>
    /// <param name="recent">Where they are.</param>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <param name="maxScanned">The most rows that this call reads.</param>
    /// <param name="maxHours">The most hours that it looks into.</param>
    public static async Task<AlertsFound> FindAsync(
        RecentAlerts recent, AlertQuery query, CancellationToken cancellationToken = default, int maxScanned = MaxScanned, int maxHours = MaxHours)
    {
        ArgumentNullException.ThrowIfNull(recent);
        ArgumentNullException.ThrowIfNull(query);
        var found = new List<RecentAlert>();
        var scanned = 0;
        RecentPosition? last = null;
        var first = query.Continue is { } from && from.At < query.To ? (from.AlertId is null ? from.At.AddTicks(-1) : from.At) : query.To.AddTicks(-1);
        var hours = 0;
        for (var hour = RecentAlerts.HourOf(first); hour >= RecentAlerts.HourOf(query.From); hour = hour.AddHours(-1))
        {
            if (hours++ == maxHours)
            {
                return new AlertsFound(found, scanned, new RecentPosition(hour.AddHours(1)));
            }

            await foreach (var row in recent.OfHourAsync(hour, query.From, query.To, query.Continue, cancellationToken))
            {
                if (scanned == maxScanned)
                {
                    return new AlertsFound(found, scanned, last ?? query.Continue ?? new RecentPosition(query.To));
                }

                scanned++;
                if (query.Matches(row))
                {
                    // One more than is answered: so that a next page has something on it.
                    if (found.Count == query.Limit)
                    {
                        return new AlertsFound(found, scanned, last);
                    }

                    found.Add(row);
                }

                last = new RecentPosition(row.Alert.ReceivedAt, row.Alert.Id);
            }
        }

        return new AlertsFound(found, scanned, null);
    }
}

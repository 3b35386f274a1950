using OpsAutomation.Core.Calendars;

namespace OpsAutomation.Core.Correlation.Recent;

/// <summary>How many alerts each window and silence hides, counted from the dispositions that name it.</summary>
/// <param name="Complete">Whether every alert of the time was counted; otherwise a number is the least it can be.</param>
/// <param name="ByMark">Counts by <see cref="Suppression.MarkOf"/>.</param>
public sealed record HiddenCounts(bool Complete, IReadOnlyDictionary<string, int> ByMark)
{
    private const int MaxLooked = 20_000;

    /// <summary>Counts the alerts of a time that are suppressed now.</summary>
    public static async Task<HiddenCounts> OfAsync(
        RecentAlerts recent, IEnumerable<string> marks, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(recent);
        var counts = marks.Distinct(StringComparer.Ordinal).ToDictionary(m => m, _ => 0, StringComparer.Ordinal);
        var looked = 0;
        await foreach (var row in recent.NewestFirstAsync(from, to, cancellationToken))
        {
            if (looked++ == MaxLooked)
            {
                return new HiddenCounts(false, counts);
            }

            if (row.Kind == DispositionKind.Suppressed && counts.Keys.FirstOrDefault(m => Names(row.Reason, m)) is { } mark)
            {
                counts[mark]++;
            }
        }

        return new HiddenCounts(true, counts);
    }

    // The mark and then a blank: "silence s-1" is not in "silence s-10 by ana".
    private static bool Names(string reason, string mark) => reason.Contains(mark + " ", StringComparison.OrdinalIgnoreCase);
}

using OpsAutomation.Core.Correlation.Settings;

namespace OpsAutomation.Core.Correlation;

/// <summary>One event of a condition, by its sender's time.</summary>
/// <param name="At">When.</param>
/// <param name="Firing">Whether it began or ended.</param>
public readonly record struct StateEvent(DateTimeOffset At, bool Firing);

/// <summary>
/// The newest events of a condition, as a set: sorted by time, an end after a beginning of the same time, each once. Adding
/// in any order gives the same set, so what is judged from it does not depend on who came first.
/// </summary>
public static class EventHistory
{
    /// <summary>The most events that are kept; the newest stay.</summary>
    public const int Kept = 32;

    /// <summary>The history with one more event.</summary>
    public static IReadOnlyList<StateEvent> Add(IReadOnlyList<StateEvent> history, StateEvent added)
    {
        ArgumentNullException.ThrowIfNull(history);
        return history.Contains(added)
            ? history
            : [.. history.Append(added).OrderBy(e => e.At).ThenByDescending(e => e.Firing).TakeLast(Kept)];
    }

    /// <summary>When a condition that fires began: its first event after its last end, or what was known where that end is no longer kept.</summary>
    /// <param name="history">Its events; one of them is a beginning.</param>
    /// <param name="known">What was known so far; null when it did not fire.</param>
    public static DateTimeOffset Since(IReadOnlyList<StateEvent> history, DateTimeOffset? known)
    {
        ArgumentNullException.ThrowIfNull(history);
        var after = history.Reverse().TakeWhile(e => e.Firing).ToArray();
        var first = after.Length == 0 ? history[^1].At : after[^1].At;
        return after.Length == history.Count && known < first ? known.Value : first;
    }

    /// <summary>Until when the condition counts as flapping, or null when it does not, with the number of changes that say so.</summary>
    /// <param name="history">Its events.</param>
    /// <param name="setting">When a condition flaps; null for never.</param>
    /// <param name="now">The time to judge for.</param>
    public static (DateTimeOffset Until, int Changes)? Flapping(IReadOnlyList<StateEvent> history, FlappingSetting? setting, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(history);
        if (setting is null)
        {
            return null;
        }

        var changes = Changes(history);
        var flaps = 0;
        for (var i = 0; i < changes.Count; i++)
        {
            // Calm ends it; as many changes as were set, inside the time that was set, begin it (again).
            flaps = i > 0 && changes[i] - changes[i - 1] >= setting.Calm ? 0 : flaps;
            var recent = changes.Take(i + 1).Count(c => changes[i] - c <= setting.Within);
            flaps = recent >= setting.Changes || flaps > 0 ? Math.Max(recent, flaps) : 0;
        }

        return flaps > 0 && now < changes[^1] + setting.Calm ? (changes[^1] + setting.Calm, flaps) : null;
    }

    private static List<DateTimeOffset> Changes(IReadOnlyList<StateEvent> history)
    {
        var changes = new List<DateTimeOffset>();
        for (var i = 1; i < history.Count; i++)
        {
            if (history[i].Firing != history[i - 1].Firing)
            {
                changes.Add(history[i].At);
            }
        }

        return changes;
    }
}

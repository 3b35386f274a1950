using OpsAutomation.Core.Alerts;

namespace OpsAutomation.Core.Calendars;

/// <summary>Windows and silences together, asked about one moment at a time. Pure: the same state and moment give the same answer.</summary>
/// <param name="Windows">The windows of the catalogue.</param>
/// <param name="Silences">Silences that have not ended; ended ones do no harm.</param>
public sealed record CalendarState(IReadOnlyList<MaintenanceWindow> Windows, IReadOnlyList<Silence> Silences)
{
    /// <summary>Hides nothing, ever.</summary>
    public static CalendarState Empty { get; } = new([], []);

    /// <summary>Everything that is active at the moment, whatever it hides.</summary>
    public IReadOnlyList<Suppression> ActiveAt(DateTimeOffset now) => [.. Active(now, null)];

    /// <summary>What hides the alert at the moment, or null. Of several the one that lasts longest: until then the alert stays hidden.</summary>
    public Suppression? For(Alert alert, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(alert);
        return Active(now, alert).OrderByDescending(s => s.Until).ThenBy(s => s.Mark, StringComparer.Ordinal).FirstOrDefault();
    }

    /// <summary>When <see cref="ActiveAt"/> may next answer differently, or null when it never will: decide again then.</summary>
    public DateTimeOffset? NextChange(DateTimeOffset now) => Windows
        .Select(w => w.Schedule.NextChange(now))
        .Concat(Silences.Where(s => s.StartsAt < s.StopsAt).SelectMany(s => new DateTimeOffset?[] { s.StartsAt, s.StopsAt }).Where(t => t > now))
        .Min();

    private IEnumerable<Suppression> Active(DateTimeOffset now, Alert? alert)
    {
        foreach (var window in Windows)
        {
            if ((alert is null || window.Matcher.Matches(alert)) && window.Schedule.ActiveAt(now) is { } occurrence)
            {
                yield return Suppression.Of(window, occurrence);
            }
        }

        foreach (var silence in Silences)
        {
            if (silence.IsActiveAt(now) && (alert is null || silence.Matches(alert)))
            {
                yield return Suppression.Of(silence);
            }
        }
    }
}

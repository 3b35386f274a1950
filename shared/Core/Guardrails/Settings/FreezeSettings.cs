using System.Text.Json.Serialization;
using OpsAutomation.Core.Calendars.Schedules;
using OpsAutomation.Core.Services;

namespace OpsAutomation.Core.Guardrails.Settings;

/// <summary>How things stand outside the windows of a freeze calendar.</summary>
public enum FreezeDefault
{
    /// <summary>Automation acts, except inside the windows.</summary>
    Open,

    /// <summary>Automation acts inside the windows alone.</summary>
    Closed,
}

/// <summary>Times in which automation does not change anything by itself.</summary>
/// <param name="Default">How things stand outside the windows.</param>
/// <param name="During">What holds in a freeze: a person is asked, or nothing is done.</param>
/// <param name="Windows">The windows.</param>
public sealed record FreezeSettings(FreezeDefault Default, Restraint During, IReadOnlyList<FreezeWindow> Windows)
{
    /// <summary>No freeze, ever.</summary>
    public static FreezeSettings Never { get; } = new(FreezeDefault.Open, Restraint.Ask, []);
}

/// <summary>One window. It can be written as JSON, since a run keeps the settings under which it began.</summary>
/// <param name="Name">Unique kebab-case name.</param>
/// <param name="Reason">Why, for whoever is refused.</param>
/// <param name="Services">Services that it is for; with <paramref name="Resources"/> empty, too, it is for everything.</param>
/// <param name="Resources">Patterns of resources that it is for.</param>
/// <param name="Start">Begin of a window that happens once.</param>
/// <param name="End">Its end.</param>
/// <param name="Week">The schedule of a weekly window.</param>
public sealed record FreezeWindow(
    string Name, string Reason, IReadOnlyList<string> Services, IReadOnlyList<string> Resources, DateTimeOffset? Start, DateTimeOffset? End, FreezeWeek? Week)
{
    /// <summary>The schedule; null when it cannot be understood on this machine (an unknown time zone), which counts as active.</summary>
    [JsonIgnore]
    public WindowSchedule? Schedule =>
        Start is { } start && End is { } end ? new OnceSchedule(new Occurrence(start, end)) : Week?.ToSchedule();

    /// <summary>Makes one of what a reader read.</summary>
    public static FreezeWindow Of(string name, string reason, IReadOnlyList<string> services, IReadOnlyList<string> resources, WindowSchedule schedule) =>
        new(
            name,
            reason,
            services,
            resources,
            (schedule as OnceSchedule)?.Only.Start,
            (schedule as OnceSchedule)?.Only.End,
            schedule is WeeklySchedule week ? new FreezeWeek(week.Zone.Id, week.Days, week.Start, week.Duration, week.End, week.From, week.Until) : null);

    /// <summary>Whether it is about a resource, so that it may allow changing it.</summary>
    public bool IsFor(ResourceFacts resource) => IsFor(resource, p => p.Covers(resource.Id));

    /// <summary>Whether a change of a resource reaches what it is about: so that it keeps off what contains that, too.</summary>
    public bool Reaches(ResourceFacts resource) => IsFor(resource, p => p.Touches(resource.Id));

    private bool IsFor(ResourceFacts resource, Func<ResourcePattern, bool> fits)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return (Services.Count == 0 && Resources.Count == 0)
            || (resource.Service is { } service && Services.Contains(service, StringComparer.Ordinal))
            || Resources.Any(p => fits(new ResourcePattern(p)));
    }
}

/// <summary>A weekly schedule as plain data.</summary>
/// <param name="TimeZone">IANA id.</param>
/// <param name="Days">The days on which it starts.</param>
/// <param name="Start">When it starts by the wall clock.</param>
/// <param name="Duration">How long it lasts, or null when <paramref name="End"/> is given.</param>
/// <param name="End">When it ends by the wall clock, or null.</param>
/// <param name="From">The first day, or null.</param>
/// <param name="Until">The last day.</param>
public sealed record FreezeWeek(string TimeZone, IReadOnlyList<DayOfWeek> Days, TimeOnly Start, TimeSpan? Duration, TimeOnly? End, DateOnly? From, DateOnly Until)
{
    internal WeeklySchedule? ToSchedule() => WallClock.Find(TimeZone) is { } zone
        ? new WeeklySchedule { Zone = zone, Days = Days, Start = Start, Duration = Duration, End = End, From = From, Until = Until }
        : null;
}

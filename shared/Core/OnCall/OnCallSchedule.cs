namespace OpsAutomation.Core.OnCall;

/// <summary>Who is on call when. Rotations are layers: of those that name someone the one written last counts, and an override counts before all.</summary>
/// <param name="Name">Unique kebab-case name; written <c>schedule:NAME</c> wherever people are named.</param>
/// <param name="Zone">The zone that its times are in.</param>
/// <param name="Rotations">The layers, from the lowest.</param>
/// <param name="Overrides">Exceptions.</param>
public sealed record OnCallSchedule(string Name, TimeZoneInfo Zone, IReadOnlyList<Rotation> Rotations, IReadOnlyList<OnCallOverride> Overrides)
{
    /// <summary>The longest time that <see cref="Turns"/> tells of at once.</summary>
    public static readonly TimeSpan LongestTable = TimeSpan.FromDays(400);

    /// <summary>Everyone who can ever be on call by it, each once.</summary>
    public IReadOnlyList<string> Everyone =>
        [.. Rotations.SelectMany(r => r.Users).Concat(Overrides.Select(o => o.User)).Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>Who is on call at a moment, or null where nobody is.</summary>
    public string? At(DateTimeOffset at) => Decide(at).User;

    /// <summary>The turns of a time, one after the other without a hole: where nobody is on call stands a turn of nobody.</summary>
    /// <param name="from">The first moment; the first turn begins there even where it began earlier.</param>
    /// <param name="to">The moment after the last.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is empty, or longer than <see cref="LongestTable"/>.</exception>
    public IReadOnlyList<OnCallTurn> Turns(DateTimeOffset from, DateTimeOffset to)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(to, from);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(to - from, LongestTable, nameof(to));
        var moments = Rotations
            .SelectMany(r => r.Changes(from, to, Zone))
            .Concat(Overrides.SelectMany(o => new[] { o.From, o.To }))
            .Where(m => m > from && m < to)
            .Append(from)
            .Distinct()
            .Order()
            .ToList();
        var turns = new List<OnCallTurn>();
        for (var i = 0; i < moments.Count; i++)
        {
            var (user, why) = Decide(moments[i]);
            var end = i + 1 < moments.Count ? moments[i + 1] : to;
            if (turns is [.., var last] && last.User == user && last.Why == why)
            {
                turns[^1] = last with { To = end };
            }
            else
            {
                turns.Add(new OnCallTurn(user, moments[i], end, why));
            }
        }

        return turns;
    }

    private (string? User, string Why) Decide(DateTimeOffset at)
    {
        if (Overrides.LastOrDefault(o => o.Contains(at)) is { } instead)
        {
            return (instead.User, $"override: {instead.Reason}");
        }

        foreach (var rotation in Rotations.Reverse())
        {
            if (rotation.At(at, Zone) is { } user)
            {
                return (user, rotation.Name);
            }
        }

        return (null, "no rotation names anyone");
    }
}

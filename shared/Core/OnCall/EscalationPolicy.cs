namespace OpsAutomation.Core.OnCall;

/// <summary>Who is told when nobody answers. Every level is told in addition to those before it; an acknowledgement ends it.</summary>
/// <param name="Name">Unique kebab-case name.</param>
/// <param name="Levels">In the order of their times; the first at once.</param>
/// <param name="Repeat">How often the whole is told again after its end while nobody answers.</param>
/// <param name="RepeatAfter">How long after the last level it begins again.</param>
public sealed record EscalationPolicy(string Name, IReadOnlyList<EscalationLevel> Levels, int Repeat, TimeSpan RepeatAfter)
{
    /// <summary>How long an incident that somebody acknowledged may go untouched before it is told from the first level again; null: for ever.</summary>
    public TimeSpan? UntouchedFor { get; init; }

    /// <summary>
    /// How long a level has to answer before the next is told; after the last, how long until the whole begins again, or is given up.
    /// </summary>
    /// <param name="telling">From 0.</param>
    public TimeSpan TimeOf(int telling) => Telling(telling) switch
    {
        null => TimeSpan.Zero,
        var (_, at) when Telling(telling + 1) is { } next => next.After - at,
        _ => RepeatAfter,
    };

    /// <summary>When the whole is told once and begins again.</summary>
    public TimeSpan Round => Levels[^1].After + RepeatAfter;

    /// <summary>How many levels were due by a time since the page; the first is due at once.</summary>
    /// <param name="passed">Time since the page.</param>
    public int DueBy(TimeSpan passed)
    {
        if (passed < TimeSpan.Zero)
        {
            return 0;
        }

        var rounds = (int)Math.Min(Repeat, passed.Ticks / Round.Ticks);
        return (rounds * Levels.Count) + Levels.Count(l => l.After <= passed - (rounds * Round));
    }

    /// <summary>Which level a telling is for, and when it is due since the page; null after the last.</summary>
    /// <param name="telling">From 0.</param>
    public (EscalationLevel Level, TimeSpan After)? Telling(int telling)
    {
        var (round, level) = Math.DivRem(telling, Levels.Count);
        return telling < 0 || round > Repeat ? null : (Levels[level], (round * Round) + Levels[level].After);
    }
}

/// <summary>One level of an escalation.</summary>
/// <param name="After">How long after the page.</param>
/// <param name="Tell">Whom: users, <c>role:NAME</c>, <c>schedule:NAME</c>, or <c>service:on-call</c>, <c>service:owner</c>, <c>service:team</c>.</param>
public sealed record EscalationLevel(TimeSpan After, IReadOnlyList<string> Tell);

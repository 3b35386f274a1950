namespace OpsAutomation.Core.Telemetry.Drills;

/// <summary>When a drill is due, how it ended, and when people must be told. Pure.</summary>
public static class DrillRules
{
    /// <summary>So many failures in a row are an outage: one may be a restart.</summary>
    public const int FailuresOfAnOutage = 2;

    /// <summary>The drill that is due, or null; and how many before it were never sent.</summary>
    public static (long Number, long Missed)? Due(DrillState state, TimeSpan every, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(every, TimeSpan.Zero);
        var number = now.UtcTicks / every.Ticks;

        // Numbers of another interval cannot be compared.
        if (state.LastNumber is not { } last || state.Every != every)
        {
            return (number, 0);
        }

        // What is older than every window is forgotten.
        return number > last ? (number, Math.Min(number - last - 1, DrillObjective.LongestWindow.Ticks / every.Ticks)) : null;
    }

    /// <summary>Judges a drill on its way.</summary>
    /// <param name="drill">The drill.</param>
    /// <param name="disposedAt">When its alert had its disposition; null while it has none.</param>
    /// <param name="understood">Whether that disposition says that the alert was understood.</param>
    /// <param name="within">The longest time of a good one.</param>
    /// <param name="now">The time.</param>
    /// <returns>The outcome; null while it may still become good.</returns>
    public static DrillOutcome? Judge(PendingDrill drill, DateTimeOffset? disposedAt, bool understood, TimeSpan within, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(drill);
        if (disposedAt is not { } at)
        {
            return now - drill.AcceptedAt < within
                ? null
                : new DrillOutcome(drill.AlertId, drill.AcceptedAt, false, null, $"It had no disposition within {within.TotalSeconds:0} s.");
        }

        var took = at > drill.AcceptedAt ? at - drill.AcceptedAt : TimeSpan.Zero;
        var good = understood && took <= within;
        var reason = !understood ? "It arrived and was not understood."
            : good ? "It had its disposition in time."
            : $"Its disposition came after {took.TotalSeconds:0} s; {within.TotalSeconds:0} s are allowed.";
        return new DrillOutcome(drill.AlertId, drill.AcceptedAt, good, took.TotalMilliseconds, reason);
    }

    /// <summary>The state after an outcome: the second failure in a row begins an outage, and the next success ends it.</summary>
    public static DrillState After(DrillState state, DrillOutcome outcome, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(outcome);
        var failures = outcome.Good ? 0 : state.Failures + 1;
        var first = state.Failures == 0 ? outcome : state.Recent.ElementAtOrDefault(state.Failures - 1) ?? outcome;
        return state with
        {
            Failures = failures,
            Pending = [.. state.Pending.Where(p => p.AlertId != outcome.AlertId)],
            Recent = [outcome, .. state.Recent.Take(DrillState.MaxRecent - 1)],
            Outage = (state.Outage, outcome.Good) switch
            {
                // It fails again before everybody heard that it works: to those it never stopped.
                ({ EndedAt: not null } over, false) when failures >= FailuresOfAnOutage =>
                    over with { Reason = outcome.Reason, EndedAt = null, Told = [.. over.Told.Except(over.ToldEnd, StringComparer.Ordinal)], ToldEnd = [] },
                (null, false) when failures >= FailuresOfAnOutage => new DrillOutage(first.AcceptedAt, outcome.Reason, null, [], []),
                ({ EndedAt: null } lasting, true) => lasting with { EndedAt = now },
                var (outage, _) => outage,
            },
        };
    }

    /// <summary>The channels that must still be told what is true now: the beginning, or to those who were told of it, the end.</summary>
    public static IReadOnlyList<string> ToTell(DrillOutage outage, IEnumerable<string> channels)
    {
        ArgumentNullException.ThrowIfNull(outage);
        return outage.EndedAt is null
            ? [.. channels.Except(outage.Told, StringComparer.Ordinal)]
            : [.. channels.Intersect(outage.Told, StringComparer.Ordinal).Except(outage.ToldEnd, StringComparer.Ordinal)];
    }

    /// <summary>The outage after channels were told; null when it is over and everybody who heard of it knows.</summary>
    public static DrillOutage? AfterTelling(DrillOutage outage, IReadOnlyCollection<string> told, IEnumerable<string> channels)
    {
        ArgumentNullException.ThrowIfNull(outage);
        var after = outage.EndedAt is null
            ? outage with { Told = [.. outage.Told, .. told] }
            : outage with { ToldEnd = [.. outage.ToldEnd, .. told] };
        return after.EndedAt is not null && ToTell(after, channels).Count == 0 ? null : after;
    }
}

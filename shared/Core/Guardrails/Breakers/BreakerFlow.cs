using OpsAutomation.Core.Guardrails.Settings;

namespace OpsAutomation.Core.Guardrails.Breakers;

/// <summary>How breakers move; pure.</summary>
public static class BreakerFlow
{
    // More marks than this are never kept, however far away a setting puts the limit.
    private const int MaxMarks = 100;

    /// <summary>The breaker after a run of an incident ended. The same run told twice counts once.</summary>
    /// <param name="breaker">The breaker before.</param>
    /// <param name="incidentId">The incident.</param>
    /// <param name="bad">How it ended badly, or null when it ended well.</param>
    /// <param name="settings">When it opens.</param>
    /// <param name="now">The time.</param>
    public static Breaker After(Breaker breaker, string incidentId, string? bad, BreakerSettings settings, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(breaker);
        ArgumentNullException.ThrowIfNull(settings);
        var probed = string.Equals(breaker.Probe, incidentId, StringComparison.Ordinal);
        if (bad is null)
        {
            return probed ? Breaker.Fresh(breaker.Kind, breaker.Name) : breaker;
        }

        var marks = breaker.Marks
            .Where(m => now - m.At < settings.Window && !string.Equals(m.IncidentId, incidentId, StringComparison.Ordinal))
            .Append(new BreakerMark(incidentId, bad, now))
            .TakeLast(Math.Min(settings.Failures, MaxMarks))
            .ToList();
        return probed || (breaker.OpenedAt is null && marks.Count >= settings.Failures)
            ? breaker with { Marks = marks, OpenedAt = now, Probe = null }
            : breaker with { Marks = marks };
    }

    /// <summary>The breaker when a run reserves: half open, it takes the one chance.</summary>
    public static Breaker Reserved(Breaker breaker, string incidentId, BreakerSettings settings, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(breaker);
        ArgumentNullException.ThrowIfNull(settings);
        return breaker.StateAt(now, settings.OpenFor) == BreakerState.HalfOpen ? breaker with { Probe = incidentId } : breaker;
    }

    /// <summary>The breaker when a run that changed nothing ends: it gives the chance to another.</summary>
    public static Breaker Unused(Breaker breaker, string incidentId)
    {
        ArgumentNullException.ThrowIfNull(breaker);
        return string.Equals(breaker.Probe, incidentId, StringComparison.Ordinal) ? breaker with { Probe = null } : breaker;
    }
}

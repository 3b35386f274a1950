using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Correlation.Climates;
using OpsAutomation.Core.Correlation.Settings;

namespace OpsAutomation.Core.Correlation.Standings;

/// <summary>
/// What may be explained by something that has not come yet is held for a moment, so that nobody is told for nothing. Only
/// once, when it is new, and never Sev0: a moment is worth more there.
/// </summary>
public sealed class HoldBackRule(IReadOnlyList<InhibitionSetting> inhibitions, TopologyRule topology) : IStandingRule
{
    /// <summary>What its standings are called.</summary>
    public const string Name = "hold-back";

    /// <inheritdoc/>
    public bool Withdraws => false;

    /// <inheritdoc/>
    public Standing? Judge(Candidate candidate, Climate climate, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        var alert = candidate.Alert;
        if (alert.Severity == Severity.Sev0 || candidate.Before is not (null or { Rule: Name }))
        {
            return null;
        }

        // From when it was first held, so that repeats do not make it longer.
        var (time, by) = Longest(alert);
        var until = candidate.Before?.Until ?? alert.ReceivedAt + time;
        return time == TimeSpan.Zero || now >= until
            ? null
            : new Standing(
                DispositionKind.Held,
                Name,
                by,
                $"What would explain it may still come ({by}): it is held until {Correlator.Time(until)}, and told then.",
                "Had nothing else been able to explain it")
            {
                Until = until,
            };
    }

    private (TimeSpan Time, string By) Longest(Alert alert) => inhibitions
        .Where(i => i.HoldBack > TimeSpan.Zero && i.IsTarget(alert) && i.KeyOf(alert) is not null)
        .Select(i => (i.HoldBack, $"inhibition {i.Name}"))
        .Append(topology.MayTake(alert) ? (topology.HoldBack, TopologyRule.Name) : default)
        .MaxBy(h => h.Item1);
}

using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Classification;

namespace OpsAutomation.Core.Notifications;

/// <summary>
/// Finds rules that are never reached and rules whose order was hardly meant. The conditions have few values, so every
/// combination is tried: what is called unreachable is, also behind several rules together.
/// </summary>
internal static class RouteRuleOverlap
{
    private static readonly RoutePoint[] Plain =
    [
        .. from category in Categories.All.Select(c => c.Name).Append(ClassificationResult.Unknown)
           from severity in Enum.GetValues<Severity>()
           from tier in new int?[] { 1, 2, 3, 4, null }
           from signal in Enum.GetValues<SignalKind>()
           from hours in new[] { true, false }
           select new RoutePoint(category, severity, tier, signal, hours),
    ];

    // Services that no rule names are all alike: one without a name stands for them.
    private static IEnumerable<RoutePoint> Space(IEnumerable<RouteRule> rules) =>
        rules.SelectMany(r => r.Services).Distinct(StringComparer.Ordinal).Append(null).SelectMany(service => Plain.Select(p => p with { Service = service }));

    /// <summary>The rules that no incident can reach, whatever it is.</summary>
    public static IReadOnlyList<RouteRule> Unreachable(IReadOnlyList<RouteRule> rules)
    {
        var waiting = rules.ToList();
        foreach (var point in Space(rules))
        {
            if (waiting.Count == 0)
            {
                break;
            }

            if (rules.FirstOrDefault(r => r.Fits(point)) is { } first)
            {
                waiting.Remove(first);
            }
        }

        return waiting;
    }

    /// <summary>
    /// The earlier rule that decides otherwise on a part of what this one states, where both state the same kinds of
    /// conditions and neither is the special case of the other.
    /// </summary>
    public static RouteRule? RivalOf(RouteRule rule, IEnumerable<RouteRule> before) => before.FirstOrDefault(b =>
        Kinds(b) == Kinds(rule)
        && (b.Then != rule.Then || !b.Who.SequenceEqual(rule.Who, StringComparer.Ordinal))
        && Space([b, rule]).Any(p => b.Fits(p) && rule.Fits(p))
        && Space([b, rule]).Any(p => b.Fits(p) && !rule.Fits(p))
        && Space([b, rule]).Any(p => !b.Fits(p) && rule.Fits(p)));

    private static (bool, bool, bool, bool, bool, bool) Kinds(RouteRule rule) =>
        (rule.Categories.Count > 0, rule.Severities.Count > 0, rule.Tiers.Count > 0, rule.Signals.Count > 0, rule.BusinessHours is not null, rule.Services.Count > 0);
}

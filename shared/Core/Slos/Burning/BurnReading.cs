using OpsAutomation.Core.Slos.Definitions;
using OpsAutomation.Core.Slos.Measuring;

namespace OpsAutomation.Core.Slos.Burning;

/// <summary>What a rule says of a moment.</summary>
public enum BurnState
{
    /// <summary>Too little is known or too little happened: neither begins nor ends anything.</summary>
    Unknown,

    /// <summary>At least one window is within the limit.</summary>
    Normal,

    /// <summary>Both windows are over the limit.</summary>
    Burning,
}

/// <summary>A rule, read.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="State">What it says.</param>
/// <param name="LongRate">Burn rate over the long window; null where it is not known.</param>
/// <param name="ShortRate">Burn rate over the short window; null where it is not known.</param>
/// <param name="Reason">Why, for a person.</param>
public sealed record BurnReading(BurnRule Rule, BurnState State, double? LongRate, double? ShortRate, string Reason)
{
    /// <summary>Half of a window's minutes must be known, as for any signal.</summary>
    private const double LeastCoverage = 0.5;

    /// <summary>Reads a rule.</summary>
    /// <param name="slo">The objective.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="history">What is known.</param>
    /// <param name="now">The moment; the minute that is not over does not count.</param>
    public static BurnReading Of(Slo slo, BurnRule rule, SliHistory history, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(slo);
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(history);
        var (longRate, longWhy) = Rate(slo, history, rule.Long, now, slo.MinimumEvents);

        // The minimum is one of the long window's: the short one has its share of the traffic and would never pass alone.
        var (shortRate, shortWhy) = rule.Short == rule.Long ? (longRate, longWhy) : Rate(slo, history, rule.Short, now, 0);
        return (longRate, shortRate) switch
        {
            ({ } l, { } s) when l > rule.Limit && s > rule.Limit => new(rule, BurnState.Burning, l, s, FormattableString.Invariant($"{l:0.#} times too fast over {Span(rule.Long)} and {s:0.#} over {Span(rule.Short)}, limit {rule.Limit:0.##}.")),
            ({ } l, _) when l <= rule.Limit => new(rule, BurnState.Normal, l, shortRate, FormattableString.Invariant($"{l:0.#} over {Span(rule.Long)}, limit {rule.Limit:0.##}.")),
            (_, { } s) when s <= rule.Limit => new(rule, BurnState.Normal, longRate, s, FormattableString.Invariant($"{s:0.#} over {Span(rule.Short)}, limit {rule.Limit:0.##}.")),
            _ => new(rule, BurnState.Unknown, longRate, shortRate, longWhy ?? shortWhy!),
        };
    }

    private static (double? Rate, string? Why) Rate(Slo slo, SliHistory history, TimeSpan window, DateTimeOffset now, double minimum)
    {
        // An objective that is younger than the window is judged on what there is, once that is half of the window.
        var count = history.Count(now - window, now, withPlanned: !slo.ExcludesMaintenance);
        var known = history.Count(now - window, now, withPlanned: true).Minutes;
        return known < window.TotalMinutes * LeastCoverage ? (null, FormattableString.Invariant($"Only {known} of {window.TotalMinutes:0} minutes are known over {Span(window)}."))
            : count.Total < minimum ? (null, FormattableString.Invariant($"Only {count.Total:0.#} events over {Span(window)}; below {minimum:0.#} a rate says nothing."))
            : ((count.ErrorRatio ?? 0) / slo.Allowance, null);
    }

    private static string Span(TimeSpan span) =>
        span < TimeSpan.FromHours(1) ? FormattableString.Invariant($"{span.TotalMinutes:0} min") : FormattableString.Invariant($"{span.TotalHours:0} h");
}

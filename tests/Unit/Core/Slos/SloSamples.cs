using OpsAutomation.Core.Slos.Definitions;
using OpsAutomation.Core.Slos.Measuring;

namespace OpsAutomation.Unit.Core.Slos;

/// <summary>An objective of 99.9 % over 30 days, and histories for it.</summary>
internal static class SloSamples
{
    public static readonly DateTimeOffset Now = new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero);

    private static readonly SliQuery Query = new(SliSource.Prometheus, "up", null, null, new Dictionary<string, string>(StringComparer.Ordinal), false);

    public static RatioIndicator Ratio { get; } = new(Query, PartIsBad: false, Query);

    public static Slo Slo { get; } = new("shop-web-availability", "Shop web availability", "shop-web", Ratio, 0.999, new RollingWindow(TimeSpan.FromDays(30)), 10, ExcludesMaintenance: true);

    /// <summary>Minutes that end now, the newest with the last ratio: each a span, its events a minute and its share of bad ones.</summary>
    public static SliHistory History(params (TimeSpan Span, double PerMinute, double Bad)[] parts)
    {
        var minutes = new List<SliMinute>();
        var start = Now - TimeSpan.FromTicks(parts.Sum(p => p.Span.Ticks));
        foreach (var (span, perMinute, bad) in parts)
        {
            for (var end = start + span; start < end; start += TimeSpan.FromMinutes(1))
            {
                minutes.Add(new SliMinute(start, perMinute * (1 - bad), perMinute));
            }
        }

        return new SliHistory(minutes);
    }
}

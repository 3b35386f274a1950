using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Alerts.Matching;
using OpsAutomation.Core.Services;

namespace OpsAutomation.Core.Correlation.Settings;

/// <summary>From how many resources on conditions that fire together have a common cause.</summary>
/// <param name="Name">Unique kebab-case name.</param>
/// <param name="By">Fields in which they agree, such as service or region; none is the whole fleet.</param>
/// <param name="Resources">From this many distinct resources; null where only the share counts.</param>
/// <param name="Percent">From this share of the resources that the catalogue knows of, 1 to 100; null where only the number counts.</param>
/// <param name="Within">Their conditions began within this time of each other.</param>
public sealed record CommonCauseLimit(string Name, IReadOnlyList<AlertField> By, int? Resources, int? Percent, TimeSpan Within)
{
    /// <summary>The least number that a share can come to: one of two resources is half of them, and no common cause.</summary>
    public const int LeastOfShare = 3;

    // Spending, findings and drift are found by periodic jobs, many at a time, and break nothing together.
    private static readonly SignalKind[] NotCounted =
        [SignalKind.Budget, SignalKind.CostAnomaly, SignalKind.Security, SignalKind.Credential, SignalKind.Drift, SignalKind.Deployment, SignalKind.ServiceHealth];

    /// <summary>Whether an alert is of a kind that can have a common cause with others.</summary>
    public static bool Counts(Alert alert)
    {
        ArgumentNullException.ThrowIfNull(alert);
        return !NotCounted.Contains(alert.Signal.Kind);
    }

    /// <summary>What an alert is counted under; null when it names no resource, lacks one of the fields, or is of a kind that is not counted.</summary>
    public string? KeyOf(Alert alert)
    {
        ArgumentNullException.ThrowIfNull(alert);
        return alert.Resource is null || !Counts(alert) ? null : Counted().KeyOf(alert);
    }

    /// <summary>What the conditions have in common, for a person.</summary>
    public string About(Alert alert) => Counted().About(alert);

    /// <summary>Whether a key is one of this limit's.</summary>
    public bool Has(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key == $"cause-{Name}" || key.StartsWith($"cause-{Name}.", StringComparison.Ordinal);
    }

    /// <summary>Whether so many are enough, by number or by share.</summary>
    /// <param name="resources">Distinct resources that fire together.</param>
    /// <param name="known">Those of them that belong to a service of the catalogue.</param>
    /// <param name="service">Their service where the limit counts by it.</param>
    /// <param name="region">Their region where the limit counts by it.</param>
    /// <param name="services">The catalogue.</param>
    public bool IsReached(int resources, int known, string? service, string? region, ServiceCatalog services) =>
        resources >= Resources || (known >= LeastOfShare && known >= ShareOf(service, region, services));

    // How many the share comes to; null where there is none, or where a service does not say how many resources it has.
    private int? ShareOf(string? service, string? region, ServiceCatalog services)
    {
        if (Percent is not { } percent)
        {
            return null;
        }

        var counts = services.All
            .Where(s => !By.Any(f => f.Name == "service") || s.Name == service)
            .Where(s => !By.Any(f => f.Name == "region") || s.Region == region)
            .Select(s => s.ResourceCount)
            .ToArray();
        return counts.Length == 0 || Array.Exists(counts, n => n is null) ? null : Math.Max(LeastOfShare, (int)Math.Ceiling(counts.Sum()!.Value * percent / 100.0));
    }

    private StormLimit Counted() => new($"cause-{Name}", By, 0, Within);
}

/// <summary>When conditions that fire together are one incident with a common cause.</summary>
/// <param name="Limits">The limits, the widest last; the first that is reached takes the condition.</param>
/// <param name="Calm">It is over when fewer fire and nothing new has come for this long.</param>
/// <param name="ServiceHealth">Whether a region is one while Service Health says that it has a problem.</param>
public sealed record CommonCauseSetting(IReadOnlyList<CommonCauseLimit> Limits, TimeSpan Calm, bool ServiceHealth = false);

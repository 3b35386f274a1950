using OpsAutomation.Core.Correlation.Recent;

namespace OpsAutomation.Core.Correlation.Search;

/// <summary>Which alerts are looked for, and from where on. A field that is null lets every alert pass.</summary>
/// <param name="From">The earliest moment of receipt (inclusive).</param>
/// <param name="To">The latest (exclusive).</param>
public sealed record AlertQuery(DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>How far back a search looks that does not say it: 24 hours.</summary>
    public static readonly TimeSpan DefaultRange = TimeSpan.FromHours(24);

    /// <summary>The longest stretch of time of one search: 31 days.</summary>
    public static readonly TimeSpan MaxRange = TimeSpan.FromDays(31);

    /// <summary>Alerts of one answer unless said otherwise.</summary>
    public const int DefaultLimit = 50;

    /// <summary>The most alerts of one answer.</summary>
    public const int MaxLimit = 200;

    /// <summary>Exactly this fingerprint.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>
    /// A resource: its whole id, the beginning of one up to a whole segment (so a resource group finds what is in it), or the
    /// name of a resource alone. Case does not count.
    /// </summary>
    public string? Resource { get; init; }

    /// <summary>Exactly this rule; case does not count.</summary>
    public string? Rule { get; init; }

    /// <summary>Exactly this service; case does not count.</summary>
    public string? Service { get; init; }

    /// <summary>Exactly this source; case does not count.</summary>
    public string? Source { get; init; }

    /// <summary>What became of it.</summary>
    public DispositionKind? Disposition { get; init; }

    /// <summary>Exactly this incident.</summary>
    public string? Incident { get; init; }

    /// <summary>A part of the summary or of the rule; case does not count.</summary>
    public string? Text { get; init; }

    /// <summary>The most alerts of the answer.</summary>
    public int Limit { get; init; } = DefaultLimit;

    /// <summary>Where an earlier answer ended, or null.</summary>
    public RecentPosition? Continue { get; init; }

    /// <summary>Whether anything but the time is asked for.</summary>
    public bool IsFiltered =>
        Fingerprint is not null || Resource is not null || Rule is not null || Service is not null || Source is not null
        || Disposition is not null || Incident is not null || Text is not null;

    /// <summary>Whether an alert is one of those looked for, whenever it came.</summary>
    public bool Matches(RecentAlert row)
    {
        ArgumentNullException.ThrowIfNull(row);
        var alert = row.Alert;
        return (Fingerprint is null || string.Equals(alert.Fingerprint, Fingerprint, StringComparison.Ordinal))
            && (Rule is null || Same(alert.Rule, Rule))
            && (Service is null || Same(alert.Service, Service))
            && (Source is null || Same(alert.Source, Source))
            && (Disposition is null || row.Kind == Disposition)
            && (Incident is null || string.Equals(row.IncidentId, Incident, StringComparison.Ordinal))
            && (Resource is null || Within(alert.Resource, Resource))
            && (Text is null || alert.Summary.Contains(Text, StringComparison.OrdinalIgnoreCase) || alert.Rule.Contains(Text, StringComparison.OrdinalIgnoreCase));
    }

    private static bool Same(string? a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);

    // Whole segments: vm-1 must not find vm-10.
    private static bool Within(string? resource, string wanted)
    {
        if (string.IsNullOrEmpty(resource))
        {
            return false;
        }

        var prefix = wanted.TrimEnd('/');
        return prefix.Contains('/', StringComparison.Ordinal) || prefix.Contains(':', StringComparison.Ordinal)
            ? resource.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) && (resource.Length == prefix.Length || resource[prefix.Length] is '/' or ':')
            : Same(resource[(resource.LastIndexOfAny(['/', ':']) + 1)..], prefix);
    }
}

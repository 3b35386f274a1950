namespace OpsAutomation.Core.Alerts;

/// <summary>
/// What makes two events the same condition: source, rule, resource and dimensions. Never time, value, status or severity,
/// so that a repeat, a change of severity and the resolution all meet in one fingerprint. The resource is part of it because
/// a rule that watches two machines raises two conditions: merging them leaves the second machine unattended (sre-agent#274).
/// </summary>
public static class Fingerprint
{
    /// <summary>Length of a fingerprint in characters: 128 bits in lower-case hex.</summary>
    public const int Length = 32;

    /// <summary>Computes the fingerprint.</summary>
    /// <param name="source">The sender, for example <c>azure-monitor</c>.</param>
    /// <param name="rule">Name of the alert rule, as spelt by the sender.</param>
    /// <param name="resource">ARM id in any case, or null; compared in lower case because ARM ids ignore case.</param>
    /// <param name="dimensions">Dimension names and values; their order does not matter.</param>
    public static string Of(string source, string rule, string? resource, IReadOnlyDictionary<string, string> dimensions)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(dimensions);
        var sorted = dimensions.OrderBy(d => d.Key, StringComparer.Ordinal).ToArray();
        return LengthPrefixedHash.Hex(
            Length,
            [source, rule, resource?.ToLowerInvariant(), .. sorted.SelectMany(d => new[] { d.Key, d.Value })]);
    }
}

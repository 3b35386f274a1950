namespace OpsAutomation.Integrations.Monitoring;

/// <summary>The <c>$filter</c> of a metrics read.</summary>
internal static class DimensionFilter
{
    /// <summary>
    /// Keeps the series of the dimensions, or null when there are none. Alerts carry entries such as
    /// <c>microsoft.resourceId</c> among their dimensions, which are none of the metric's.
    /// </summary>
    public static string? Of(IReadOnlyDictionary<string, string> dimensions)
    {
        var clauses = dimensions
            .Where(d => !d.Key.StartsWith("microsoft.", StringComparison.OrdinalIgnoreCase))
            .OrderBy(d => d.Key, StringComparer.Ordinal)
            .Select(d => $"{d.Key} eq '{d.Value.Replace("'", "''", StringComparison.Ordinal)}'")
            .ToList();
        return clauses.Count == 0 ? null : string.Join(" and ", clauses);
    }
}

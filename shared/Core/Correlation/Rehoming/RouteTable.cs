using OpsAutomation.Core.Alerts;

namespace OpsAutomation.Core.Correlation.Rehoming;

/// <summary>The routes as they were read; nearly always none.</summary>
internal sealed class RouteTable(IEnumerable<ScopeRoute> routes, DateTimeOffset readAt)
{
    private readonly ILookup<string, ScopeRoute> _routes = routes
        .OrderByDescending(r => r.At)
        .ThenBy(r => r.Scope, StringComparer.Ordinal)
        .ToLookup(r => r.Fingerprint ?? Key(r.Resource!), StringComparer.Ordinal);

    /// <summary>When they were read.</summary>
    public DateTimeOffset ReadAt { get; } = readAt;

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => _routes.Count == 0;

    /// <summary>The scopes that may know the condition of an alert, the newest first.</summary>
    public IEnumerable<string> Of(Alert alert) => _routes[alert.Fingerprint].Select(r => r.Scope);

    /// <summary>The scopes that may have an open incident of an alert's resource, the newest first.</summary>
    public IEnumerable<string> OfResource(Alert alert) => alert.Resource is { } resource ? _routes[Key(resource)].Select(r => r.Scope) : [];

    private static string Key(string resource) => $"resource {resource}";
}

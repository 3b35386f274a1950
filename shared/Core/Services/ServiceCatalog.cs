using OpsAutomation.Core.Catalog;

namespace OpsAutomation.Core.Services;

/// <summary>The services of the estate, and which of them a resource belongs to.</summary>
public sealed class ServiceCatalog
{
    private readonly Dictionary<string, Service> _byName;
    private readonly (ResourcePattern Pattern, Service Service)[] _patterns;

    /// <summary>Makes a catalogue of services whose names differ.</summary>
    public ServiceCatalog(IEnumerable<Service> services)
    {
        All = [.. services];
        _byName = All.ToDictionary(s => s.Name, StringComparer.Ordinal);
        _patterns = [.. All
            .SelectMany(s => s.Resources.Concat(s.Credentials.SelectMany(Ids)).Select(r => (Pattern: r, Service: s)))
            .OrderByDescending(p => p.Pattern.Literals)
            .ThenBy(p => p.Pattern.Text, StringComparer.Ordinal)
            .ThenBy(p => p.Service.Name, StringComparer.Ordinal)];
        Cycles = DependencyCycles.Find(All);
        Credentials = [.. All.SelectMany(s => s.Credentials)];
    }

    /// <summary>A catalogue without services.</summary>
    public static ServiceCatalog Empty { get; } = new([]);

    /// <summary>The services in the order of the file.</summary>
    public IReadOnlyList<Service> All { get; }

    /// <summary>The credentials of all services.</summary>
    public IReadOnlyList<Credential> Credentials { get; }

    /// <summary>Ids of applications and users that automation never touches, lower case: the ways in when everything else fails.</summary>
    public IReadOnlyList<string> BreakGlass { get; init; } = [];

    /// <summary>Groups of services that need each other, names sorted. Allowed, since estates have them; listed, since they matter in an outage.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Cycles { get; }

    /// <summary>Reads <c>services.yaml</c>; null after errors (OPS12nn) were added to the map's bag.</summary>
    public static ServiceCatalog? Read(YamlMap root) => ServiceReader.Read(root);

    /// <summary>The service of a name, or null.</summary>
    public Service? ByName(string? name) => name is null ? null : _byName.GetValueOrDefault(name);

    /// <summary>The service whose most specific pattern covers the resource, or null.</summary>
    public Service? Find(string? resourceId)
    {
        if (resourceId is null)
        {
            return null;
        }

        foreach (var (pattern, service) in _patterns)
        {
            if (pattern.Covers(resourceId))
            {
                return service;
            }
        }

        return null;
    }

    /// <summary>The credentials that an id has to do with: those that open it, or the one that it is published as.</summary>
    public IReadOnlyList<Credential> CredentialsOf(string? id) =>
        [.. Credentials.Where(c => string.Equals(c.Opens, id, StringComparison.OrdinalIgnoreCase) || string.Equals(c.SecretId, id, StringComparison.OrdinalIgnoreCase))];

    /// <summary>The services that need this one, directly.</summary>
    public IReadOnlyList<Service> DependantsOf(string name) => [.. All.Where(s => s.Dependencies.Contains(name, StringComparer.Ordinal))];

    // A storage account is listed among the resources of whoever owns it; a secret and an application are named here alone.
    private static IEnumerable<ResourcePattern> Ids(Credential credential) =>
        credential.Application is null ? [new(credential.SecretId)] : [new(credential.SecretId), new(credential.Opens)];
}

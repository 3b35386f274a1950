using OpsAutomation.Core.Catalog;

namespace OpsAutomation.Core.Services;

/// <summary>
/// Reads <c>services.yaml</c> and tells every problem at once.
/// OPS1201 name, OPS1202 duplicate name, OPS1203 unknown dependency, OPS1204 resource claimed twice, OPS1205 bad pattern,
/// OPS1206 no resources (warning), OPS1207 dependency cycle (warning), OPS1208 depends on itself, OPS1209 nobody on call
/// (warning), OPS1210 no services. Credentials: <see cref="CredentialReader"/>.
/// </summary>
internal static class ServiceReader
{
    public static ServiceCatalog? Read(YamlMap root)
    {
        ArgumentNullException.ThrowIfNull(root);
        var errorsBefore = Errors(root.Bag);
        var credentials = new List<(YamlMap Map, Credential Credential)>();
        var read = root.Maps("services").Select(m => (Map: m, Service: ReadOne(m, credentials))).ToArray();
        var breakGlass = CredentialReader.BreakGlass(root);
        root.Done();
        if (read.Length == 0)
        {
            root.Error("OPS1210", "services", "'services' must list at least one service.");
        }

        CheckNames(read);
        CheckPatterns(read);
        CheckDependencies(read);
        CredentialReader.Check(credentials, read.Select(r => r.Service.Name).ToHashSet(StringComparer.Ordinal), breakGlass);
        if (Errors(root.Bag) > errorsBefore)
        {
            return null;
        }

        var catalog = new ServiceCatalog(read.Select(r => r.Service)) { BreakGlass = breakGlass };
        foreach (var cycle in catalog.Cycles)
        {
            var first = read.First(r => r.Service.Name == cycle[0]);
            root.Bag.Warning(
                "OPS1207", $"These services need each other: {string.Join(", ", cycle)}. An outage of one is an outage of all.", root.File, first.Map.At("dependencies"));
        }

        return catalog;
    }

    private static Service ReadOne(YamlMap map, List<(YamlMap Map, Credential Credential)> credentials)
    {
        var name = map.RequiredString("name");
        if (name.Length > 0 && !CatalogName.Is(name))
        {
            map.Error("OPS1201", "name", $"'{name}' must be lower-case letters, digits and dashes, at most 60, for example shop-web.");
        }

        var onCall = map.Strings("onCall");
        if (onCall.Count == 0)
        {
            map.Bag.Warning("OPS1209", $"Nobody is on call for '{name}'; its owner is asked.", map.File, map.At("onCall"));
        }

        var resources = map.Strings("resources");
        foreach (var text in resources)
        {
            if (ResourcePattern.Check(text) is { } problem)
            {
                map.Error("OPS1205", "resources", $"The resource '{text}' {problem}.");
            }
        }

        if (resources.Count == 0)
        {
            map.Bag.Warning("OPS1206", $"'{name}' lists no resources; no alert will ever belong to it.", map.File, map.At("resources"));
        }

        var own = CredentialReader.Read(map);
        credentials.AddRange(own);
        var service = new Service(
            name,
            map.RequiredString("owner"),
            map.String("team"),
            map.Int("tier", 1, 4) ?? 3,
            onCall,
            [.. resources.Select(r => new ResourcePattern(r))],
            map.Strings("dependencies"))
        {
            Region = map.String("region") is { } region ? RegionName.Canonical(region) : null,
            Credentials = [.. own.Select(c => c.Credential)],
            ExpectedResources = map.Int("expectedResources", 1, 100_000),
        };
        map.Done();
        return service;
    }

    private static void CheckNames((YamlMap Map, Service Service)[] read)
    {
        foreach (var group in read.Where(r => r.Service.Name.Length > 0).GroupBy(r => r.Service.Name, StringComparer.Ordinal))
        {
            foreach (var (map, service) in group.Skip(1))
            {
                map.Error("OPS1202", "name", $"The service '{service.Name}' stands twice; the first is at line {group.First().Map.Start.Line}.");
            }
        }
    }

    private static void CheckPatterns((YamlMap Map, Service Service)[] read)
    {
        var claims = read.SelectMany(r => r.Service.Resources.Select(p => (r.Map, r.Service, Pattern: p)));
        foreach (var group in claims.GroupBy(c => c.Pattern.Text, StringComparer.Ordinal))
        {
            foreach (var (map, service, pattern) in group.Skip(1))
            {
                map.Error("OPS1204", "resources", $"'{pattern.Text}' is claimed by '{group.First().Service.Name}' and again by '{service.Name}'; one resource has one service.");
            }
        }
    }

    private static void CheckDependencies((YamlMap Map, Service Service)[] read)
    {
        var names = read.Select(r => r.Service.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var (map, service) in read)
        {
            foreach (var dependency in service.Dependencies)
            {
                if (dependency == service.Name)
                {
                    map.Error("OPS1208", "dependencies", $"'{service.Name}' cannot depend on itself.");
                }
                else if (!names.Contains(dependency))
                {
                    map.Error("OPS1203", "dependencies", $"'{service.Name}' depends on '{dependency}', which is no service here.");
                }
            }
        }
    }

    private static int Errors(DiagnosticBag bag) => bag.All.Count(d => d.Severity == DiagnosticSeverity.Error);
}

namespace OpsAutomation.Core.Services;

/// <summary>Finds groups of services that need each other: two services are in one group when each can be reached from the other.</summary>
internal static class DependencyCycles
{
    /// <summary>The groups, each sorted by name, in the order of their first names.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Find(IReadOnlyList<Service> services)
    {
        var needs = services.ToDictionary(s => s.Name, s => s.Dependencies, StringComparer.Ordinal);
        var reach = needs.Keys.ToDictionary(n => n, n => Reach(n, needs), StringComparer.Ordinal);
        return [.. needs.Keys
            .Where(n => reach[n].Contains(n))
            .Select(n => (IReadOnlyList<string>)[.. reach[n].Where(m => reach.TryGetValue(m, out var back) && back.Contains(n)).Order(StringComparer.Ordinal)])
            .DistinctBy(g => g[0], StringComparer.Ordinal)
            .OrderBy(g => g[0], StringComparer.Ordinal)];
    }

    private static HashSet<string> Reach(string from, Dictionary<string, IReadOnlyList<string>> needs)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>([from]);
        while (open.TryPop(out var name))
        {
            foreach (var next in needs.GetValueOrDefault(name) ?? [])
            {
                if (reached.Add(next))
                {
                    open.Push(next);
                }
            }
        }

        return reached;
    }
}

using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Playbooks.Validation;

namespace OpsAutomation.Core.Playbooks.Loading;

/// <summary>Reads one playbook file and checks it against the actions that exist. Every problem is told at once.</summary>
public static class PlaybookReader
{
    /// <summary>Reads it, or returns null after adding every problem to the bag (OPS100x and OPS11xx, docs/diagnostics.md).</summary>
    public static Playbook? Read(YamlMap root, IReadOnlyCollection<ActionDescriptor> actions)
    {
        ArgumentNullException.ThrowIfNull(root);
        ArgumentNullException.ThrowIfNull(actions);
        var errors = Errors(root);
        CatalogHeader.Check(root, "Playbook");
        var metadata = Section(root, "metadata");
        var match = Match(root);
        var autonomy = Required<Autonomy>(root, "autonomy");
        var risk = Required<Risk>(root, "risk");
        var limits = Limits(root);
        var steps = root.Maps("steps").Select(map => (Map: map, Step: StepReader.Read(map, actions))).ToList();
        if (steps.Count == 0)
        {
            root.Error("OPS1104", "steps", "'steps' must hold at least one step.");
        }

        var playbook = new Playbook
        {
            Name = metadata is null ? string.Empty : PlaybookNames.Read(metadata, "name"),
            Version = metadata?.RequiredString("version") ?? string.Empty,
            Owner = metadata?.RequiredString("owner") ?? string.Empty,
            Description = metadata?.RequiredString("description").Trim() ?? string.Empty,
            Runbook = metadata?.RequiredString("runbook").Trim() ?? string.Empty,
            Match = match,
            Autonomy = autonomy,
            Risk = risk,
            Limits = limits,
            Steps = [.. steps.Select(s => s.Step)],
        };
        metadata?.Done();
        PlaybookRules.Check(root, playbook, [.. steps.Select(s => s.Map)], actions);
        root.Done();
        return Errors(root) == errors ? playbook : null;
    }

    internal static YamlMap? Section(YamlMap map, string key)
    {
        if (!map.Has(key))
        {
            map.Error("OPS1004", key, $"'{key}' is required.");
        }

        return map.Map(key);
    }

    internal static T Required<T>(YamlMap map, string key) where T : struct, Enum
    {
        if (!map.Has(key))
        {
            map.Error("OPS1004", key, $"'{key}' is required.");
        }

        return map.Enum<T>(key) ?? default;
    }

    private static int Errors(YamlMap root) => root.Bag.All.Count(d => d.Severity == DiagnosticSeverity.Error);

    private static PlaybookMatch Match(YamlMap root)
    {
        if (Section(root, "match") is not { } map)
        {
            return new(string.Empty, string.Empty, []);
        }

        var match = new PlaybookMatch(map.RequiredString("category"), map.RequiredString("resourceType"), map.Strings("services"));
        map.Done();
        return match;
    }

    private static PlaybookLimits Limits(YamlMap root)
    {
        if (Section(root, "limits") is not { } map)
        {
            return new(null, TimeSpan.Zero, 0);
        }

        var capacity = map.Int("maxCapacity", 1, 1000);
        var cooldown = Bounds.Duration(map, "cooldown", TimeSpan.FromMinutes(1), TimeSpan.FromDays(7));
        if (!map.Has("maxRunsPerDay"))
        {
            map.Error("OPS1004", "maxRunsPerDay", "'limits.maxRunsPerDay' is required.");
        }

        var runs = map.Int("maxRunsPerDay", 1, 100);
        map.Done();
        return new(capacity, cooldown, runs ?? 0);
    }
}

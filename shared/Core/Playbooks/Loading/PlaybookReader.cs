using System.Globalization;
using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Catalog;

namespace OpsAutomation.Core.Playbooks.Loading;

/// <summary>Reads one playbook file. What is wrong in it is told at once; the checks between its parts and between files follow.</summary>
internal static class PlaybookReader
{
    /// <summary>Reads it, after adding every problem to the bag (OPS100x and OPS11xx, docs/diagnostics.md).</summary>
    internal static PlaybookDraft Read(YamlMap root, IReadOnlyCollection<ActionDescriptor> actions)
    {
        CatalogHeader.Check(root, "Playbook");
        var metadata = Section(root, "metadata");
        var match = Match(root);
        var autonomy = Required<Autonomy>(root, "autonomy");
        var startsAt = StartsAt(root, autonomy);
        var risk = Required<Risk>(root, "risk");
        var limits = Limits(root);
        var parameters = ParameterReader.Read(root);
        var steps = new StepReader(actions).ReadAll(root, "steps", depth: 1);
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
            Reviewed = metadata is null ? null : Reviewed(metadata),
            Match = match,
            Autonomy = autonomy,
            StartsAt = startsAt,
            Risk = risk,
            Limits = limits,
            Parameters = parameters,
            Steps = [.. steps.Select(s => s.Step)],
            Outputs = StepParts.Outputs(root),
        };
        metadata?.Done();
        root.Done();
        return new(playbook, root, steps);
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

    // Nothing may start above what it may ever do.
    private static Autonomy? StartsAt(YamlMap root, Autonomy most)
    {
        var startsAt = root.Has("startsAt") ? root.Enum<Autonomy>("startsAt") : null;
        if (startsAt > most && root.Has("autonomy"))
        {
            root.Error("OPS1155", "startsAt", $"'startsAt' is {startsAt}, above the most that the playbook may do ('autonomy' is {most}).");
        }

        return startsAt;
    }

    private static DateOnly? Reviewed(YamlMap metadata)
    {
        if (metadata.String("reviewed") is not { } text)
        {
            return null;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return date;
        }

        metadata.Error("OPS1151", "reviewed", $"'metadata.reviewed' must be a date such as 2026-11-24, not '{text}'.");
        return null;
    }

    // Without a category it never starts by itself: only other playbooks call it.
    private static PlaybookMatch Match(YamlMap root)
    {
        if (Section(root, "match") is not { } map)
        {
            return new(string.Empty, string.Empty, []);
        }

        var match = new PlaybookMatch(map.Has("category") ? map.RequiredString("category") : string.Empty, map.RequiredString("resourceType"), map.Strings("services"));
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

using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Classification;

namespace OpsAutomation.Core.Correlation.Settings;

/// <summary>
/// Reads <c>correlation.yaml</c> and tells every problem at once (OPS14nn, listed in docs/diagnostics.md). Times have least
/// values: an interval of a second is a storm (grafana#126401).
/// </summary>
public static class CorrelationReader
{
    /// <summary>Reads it, or returns null after adding every problem to the bag.</summary>
    public static CorrelationSettings? Read(YamlMap root)
    {
        ArgumentNullException.ThrowIfNull(root);
        var errors = Errors(root.Bag);
        CatalogHeader.Check(root, "Correlation");
        var settings = new CorrelationSettings
        {
            Inhibitions = InhibitionReader.Read(root, "inhibitions"),
            Flapping = root.Map("flapping") is { } flapping ? Flapping(flapping) : null,
            Thresholds = ThresholdReader.Read(root, "thresholds"),
            DeployWindows = DeployWindows(root),
            Storm = root.Map("storm") is { } storm ? StormReader.Read(storm) : null,
            Topology = root.Map("topology") is { } topology ? Topology(topology) : null,
            Groupings = GroupingReader.Read(root, "grouping"),
            Echoes = root.Map("echoes") is { } echoes ? Echoes(echoes) : EchoSetting.None,
            CommonCause = root.Map("commonCause") is { } causes ? StormReader.ReadCauses(causes) : null,
            MaxAge = root.Has("maxAge") ? SettingBounds.Time(root, "maxAge", TimeSpan.FromMinutes(5), TimeSpan.FromDays(30)) : null,
        };
        root.Done();
        return Errors(root.Bag) == errors ? settings : null;
    }

    private static FlappingSetting Flapping(YamlMap map)
    {
        var setting = new FlappingSetting(
            SettingBounds.Count(map, "changes", 3, EventHistory.Kept / 2),
            SettingBounds.Time(map, "within", TimeSpan.FromMinutes(1), TimeSpan.FromHours(24)),
            SettingBounds.Time(map, "calm", TimeSpan.FromMinutes(1), TimeSpan.FromHours(24)));
        map.Done();
        return setting;
    }

    private static TopologySetting Topology(YamlMap map)
    {
        var symptoms = map.Strings("symptoms");
        foreach (var unknown in symptoms.Where(s => !Categories.Knows(s)))
        {
            map.Error("OPS1409", "symptoms", $"'{unknown}' is no category; known are {string.Join(", ", Categories.All.Select(c => c.Name))}.");
        }

        var setting = new TopologySetting(
            SettingBounds.Count(map, "hops", 1, 5),
            SettingBounds.Time(map, "lookBack", TimeSpan.FromMinutes(1), TimeSpan.FromHours(24)),
            symptoms,
            InhibitionReader.HoldBack(map));
        map.Done();
        return setting;
    }

    private static EchoSetting Echoes(YamlMap map)
    {
        var setting = new EchoSetting([.. map.Strings("principals").Select(p => p.ToLowerInvariant())]);
        map.Done();
        return setting;
    }

    private static IReadOnlyList<DeployWindowSetting> DeployWindows(YamlMap root)
    {
        var read = new List<DeployWindowSetting>();
        foreach (var map in root.Maps("deployWindows"))
        {
            var name = InhibitionReader.Name(map);
            if (read.Exists(r => r.Name == name && name.Length > 0))
            {
                map.Error("OPS1402", "name", $"'{name}' stands twice.");
            }

            var matcher = MatcherList.Read(map, "match", "OPS1403");
            var time = SettingBounds.Time(map, "for", TimeSpan.FromMinutes(1), TimeSpan.FromHours(24));
            var lowerTo = map.Enum<Alerts.Severity>("lowerTo");
            var longest = map.Has("longest") ? SettingBounds.Time(map, "longest", TimeSpan.FromMinutes(1), TimeSpan.FromHours(24)) : DeployWindowSetting.UsualLongest;
            map.Done();
            if (matcher is not null)
            {
                read.Add(new DeployWindowSetting(name, matcher, time, lowerTo) { Longest = longest });
            }
        }

        return read;
    }

    private static int Errors(DiagnosticBag bag) => bag.All.Count(d => d.Severity == DiagnosticSeverity.Error);
}

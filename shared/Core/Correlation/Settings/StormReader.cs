using OpsAutomation.Core.Alerts.Matching;
using OpsAutomation.Core.Catalog;

namespace OpsAutomation.Core.Correlation.Settings;

/// <summary>Reads the storm limits: OPS1401 name, OPS1402 name used twice, OPS1404 fields, OPS1408 no limits.</summary>
internal static class StormReader
{
    public static StormSetting Read(YamlMap map)
    {
        var limits = Limits(map, "openings", 1000);
        return new StormSetting([.. limits.Select(l => new StormLimit(l.Name, l.By, l.Count, l.Within))], Calm(map));
    }

    public static CommonCauseSetting ReadCauses(YamlMap map)
    {
        var limits = Limits(map, "resources", 10_000);
        return new CommonCauseSetting([.. limits.Select(l => new CommonCauseLimit(l.Name, l.By, l.Count, l.Within))], Calm(map));
    }

    private static List<(string Name, IReadOnlyList<AlertField> By, int Count, TimeSpan Within)> Limits(YamlMap map, string counted, int most)
    {
        var limits = new List<(string Name, IReadOnlyList<AlertField> By, int Count, TimeSpan Within)>();
        foreach (var limit in map.Maps("limits"))
        {
            var name = InhibitionReader.Name(limit);
            if (limits.Exists(l => l.Name == name && name.Length > 0))
            {
                limit.Error("OPS1402", "name", $"'{name}' stands twice.");
            }

            var by = limit.Has("by") ? InhibitionReader.Fields(limit, "by") : [];
            var count = SettingBounds.Count(limit, counted, 2, most);
            limits.Add((name, by, count, SettingBounds.Time(limit, "within", TimeSpan.FromMinutes(1), TimeSpan.FromHours(1))));
            limit.Done();
        }

        if (limits.Count == 0)
        {
            map.Error("OPS1408", "limits", $"'{map.Path}.limits' must name at least one limit; without any nothing ever reaches one.");
        }

        return limits;
    }

    private static TimeSpan Calm(YamlMap map)
    {
        var calm = SettingBounds.Time(map, "calm", TimeSpan.FromMinutes(1), TimeSpan.FromHours(24));
        map.Done();
        return calm;
    }
}

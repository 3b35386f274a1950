using OpsAutomation.Core.Catalog;

namespace OpsAutomation.Core.Correlation.Settings;

/// <summary>Reads the storm limits: OPS1401 name, OPS1402 name used twice, OPS1404 fields, OPS1408 no limits.</summary>
internal static class StormReader
{
    public static StormSetting Read(YamlMap map)
    {
        var limits = new List<StormLimit>();
        foreach (var limit in map.Maps("limits"))
        {
            var name = InhibitionReader.Name(limit);
            if (limits.Exists(l => l.Name == name && name.Length > 0))
            {
                limit.Error("OPS1402", "name", $"'{name}' stands twice.");
            }

            var by = limit.Has("by") ? InhibitionReader.Fields(limit, "by") : [];
            var openings = SettingBounds.Count(limit, "openings", 2, 1000);
            limits.Add(new StormLimit(name, by, openings, SettingBounds.Time(limit, "within", TimeSpan.FromMinutes(1), TimeSpan.FromHours(1))));
            limit.Done();
        }

        if (limits.Count == 0)
        {
            map.Error("OPS1408", "limits", "'storm.limits' must name at least one limit; without any nothing is ever a storm.");
        }

        var calm = SettingBounds.Time(map, "calm", TimeSpan.FromMinutes(1), TimeSpan.FromHours(24));
        map.Done();
        return new StormSetting(limits, calm);
    }
}

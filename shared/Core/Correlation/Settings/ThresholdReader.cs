using OpsAutomation.Core.Catalog;

namespace OpsAutomation.Core.Correlation.Settings;

/// <summary>Reads the thresholds: OPS1401 name, OPS1402 name used twice, OPS1403 conditions, OPS1404 fields, OPS1407 neither count nor resources.</summary>
internal static class ThresholdReader
{
    private const int Most = 30;

    public static IReadOnlyList<ThresholdSetting> Read(YamlMap root, string key)
    {
        var read = new List<ThresholdSetting>();
        foreach (var map in root.Maps(key))
        {
            var name = InhibitionReader.Name(map);
            if (read.Exists(r => r.Name == name && name.Length > 0))
            {
                map.Error("OPS1402", "name", $"'{name}' stands twice.");
            }

            var matcher = MatcherList.Read(map, "match", "OPS1403");
            var by = InhibitionReader.Fields(map, "by");

            // No more firings of one condition are remembered than EventHistory keeps.
            var count = map.Int("count", 2, Most);
            var resources = map.Int("resources", 2, 1000);
            if (!map.Has("count") && !map.Has("resources"))
            {
                map.Error("OPS1407", "name", $"'{map.Path}' needs 'count' or 'resources': without either nothing would be held.");
            }

            var within = SettingBounds.Time(map, "within", TimeSpan.FromMinutes(1), TimeSpan.FromHours(24));
            var atLatest = SettingBounds.Time(map, "atLatest", TimeSpan.FromMinutes(1), TimeSpan.FromHours(24));
            map.Done();
            if (matcher is not null)
            {
                read.Add(new ThresholdSetting(name, matcher, by, count, resources, within, atLatest));
            }
        }

        return read;
    }
}

using OpsAutomation.Core.Catalog;

namespace OpsAutomation.Core.Correlation.Settings;

/// <summary>Reads the groupings: OPS1401 name, OPS1402 name used twice, OPS1403 conditions, OPS1404 fields.</summary>
internal static class GroupingReader
{
    public static IReadOnlyList<GroupingSetting> Read(YamlMap root, string key)
    {
        var read = new List<GroupingSetting>();
        foreach (var map in root.Maps(key))
        {
            var name = InhibitionReader.Name(map);
            if (read.Exists(r => r.Name == name && name.Length > 0))
            {
                map.Error("OPS1402", "name", $"'{name}' stands twice.");
            }

            var matcher = MatcherList.Read(map, "match", "OPS1403");
            var by = InhibitionReader.Fields(map, "by");
            map.Done();
            if (matcher is not null)
            {
                read.Add(new GroupingSetting(name, matcher, by));
            }
        }

        return read;
    }
}

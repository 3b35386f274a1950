using OpsAutomation.Core.Alerts.Matching;
using OpsAutomation.Core.Catalog;

namespace OpsAutomation.Core.Correlation.Settings;

/// <summary>Reads the storm limits: OPS1401 name, OPS1402 name used twice, OPS1404 fields, OPS1408 no limits, OPS1410 neither number nor share, OPS1411 a share of what is not counted.</summary>
internal static class StormReader
{
    public static StormSetting Read(YamlMap map)
    {
        var limits = Limits(map, (limit, name, by, within) => new StormLimit(name, by, SettingBounds.Count(limit, "openings", 2, 1000), within));
        return new StormSetting(limits, Calm(map));
    }

    public static CommonCauseSetting ReadCauses(YamlMap map)
    {
        var limits = Limits(map, (limit, name, by, within) =>
        {
            var (count, share) = (limit.Int("resources", 2, 10_000), limit.Int("percent", 1, 100));
            if (!limit.Has("resources") && !limit.Has("percent"))
            {
                limit.Error("OPS1410", "name", $"'{limit.Path}' needs 'resources' or 'percent': without either it would never be reached.");
            }

            if (share is not null && by.FirstOrDefault(f => f.Name is not ("service" or "region")) is { } other)
            {
                limit.Error("OPS1411", "by", $"'percent' is a share of what the catalogue counts, and it does not count by {other.Name}: only service and region, or no fields.");
            }

            return new CommonCauseLimit(name, by, count, share, within);
        });
        var serviceHealth = map.Bool("serviceHealth") ?? false;
        return new CommonCauseSetting(limits, Calm(map), serviceHealth);
    }

    private static List<T> Limits<T>(YamlMap map, Func<YamlMap, string, IReadOnlyList<AlertField>, TimeSpan, T> make)
    {
        var (limits, names) = (new List<T>(), new HashSet<string>(StringComparer.Ordinal));
        foreach (var limit in map.Maps("limits"))
        {
            var name = InhibitionReader.Name(limit);
            if (!names.Add(name) && name.Length > 0)
            {
                limit.Error("OPS1402", "name", $"'{name}' stands twice.");
            }

            var by = limit.Has("by") ? InhibitionReader.Fields(limit, "by") : [];
            limits.Add(make(limit, name, by, SettingBounds.Time(limit, "within", TimeSpan.FromMinutes(1), TimeSpan.FromHours(1))));
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

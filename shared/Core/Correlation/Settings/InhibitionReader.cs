using System.Text.RegularExpressions;
using OpsAutomation.Core.Alerts.Matching;
using OpsAutomation.Core.Catalog;

namespace OpsAutomation.Core.Correlation.Settings;

/// <summary>Reads the inhibitions: OPS1401 name, OPS1402 name used twice, OPS1403 conditions, OPS1404 equal fields, OPS1406 both sides the same, OPS1412 a circle.</summary>
internal static partial class InhibitionReader
{
    private const int MaxName = 40;

    public static IReadOnlyList<InhibitionSetting> Read(YamlMap root, string key)
    {
        var (read, places) = (new List<InhibitionSetting>(), new List<YamlMap>());
        foreach (var map in root.Maps(key))
        {
            var name = Name(map);
            if (read.Exists(r => r.Name == name && name.Length > 0))
            {
                map.Error("OPS1402", "name", $"'{name}' stands twice.");
            }

            var source = MatcherList.Read(map, "source", "OPS1403");
            var target = MatcherList.Read(map, "target", "OPS1403");
            var equal = Fields(map, "equal");
            var holdBack = HoldBack(map);
            if (source is not null && target is not null && source.Text == target.Text)
            {
                map.Error("OPS1406", "target", "Source and target have the same conditions: no alert would ever be explained. What fits both sides is never a target.");
            }

            map.Done();
            if (source is not null && target is not null)
            {
                read.Add(new InhibitionSetting(name, source, target, equal, holdBack));
                places.Add(map);
            }
        }

        foreach (var circle in InhibitionCircles.Find(read))
        {
            places[read.IndexOf(circle[0])].Error("OPS1412", "target", circle.Count == 2
                ? $"This and '{circle[1].Name}' explain each other: of what fires under both, each would explain the other away."
                : $"This goes round in a circle ({string.Join(", ", circle.Append(circle[0]).Select(c => c.Name))}): each would be explained by the next, and the last by the first.");
        }

        return read;
    }

    /// <summary>How long what may be explained is held for its explanation, at most five minutes; OPS1405 for more. None where it is not set.</summary>
    public static TimeSpan HoldBack(YamlMap map) =>
        map.Has("holdBack") ? SettingBounds.Time(map, "holdBack", TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5)) : TimeSpan.Zero;

    /// <summary>A kebab-case name; OPS1401 otherwise.</summary>
    public static string Name(YamlMap map)
    {
        var name = map.RequiredString("name");
        if (name.Length > 0 && (name.Length > MaxName || !Kebab().IsMatch(name)))
        {
            map.Error("OPS1401", "name", $"'{name}' must be lower-case words joined by '-', at most {MaxName} characters.");
        }

        return name;
    }

    /// <summary>Fields in which alerts must agree; OPS1404 for none, and for what is no field.</summary>
    public static IReadOnlyList<AlertField> Fields(YamlMap map, string key)
    {
        var names = map.Strings(key);
        if (names.Count == 0)
        {
            map.Error("OPS1404", key, $"'{key}' must name at least one field, such as resource or service; without any, one alert would reach the whole estate.");
        }

        var fields = new List<AlertField>();
        foreach (var name in names)
        {
            if (AlertField.Find(name) is { } field)
            {
                fields.Add(field);
            }
            else
            {
                map.Error("OPS1404", key, $"{AlertField.Unknown(name)}.");
            }
        }

        return fields;
    }

    [GeneratedRegex(@"^[a-z][a-z0-9]*(-[a-z0-9]+)*\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Kebab();
}

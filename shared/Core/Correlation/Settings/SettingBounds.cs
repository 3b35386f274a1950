using OpsAutomation.Core.Catalog;

namespace OpsAutomation.Core.Correlation.Settings;

/// <summary>Reads numbers and times that must be there and have bounds.</summary>
internal static class SettingBounds
{
    /// <summary>A whole number; OPS1004 when it is missing, OPS1005 when it is out of its bounds.</summary>
    public static int Count(YamlMap map, string key, int least, int most)
    {
        Require(map, key);
        return map.Int(key, least, most) ?? least;
    }

    /// <summary>A time; OPS1004 when it is missing, OPS1405 when it is out of its bounds.</summary>
    public static TimeSpan Time(YamlMap map, string key, TimeSpan least, TimeSpan most)
    {
        Require(map, key);
        var time = map.Duration(key) ?? least;
        if (time < least || time > most)
        {
            map.Error("OPS1405", key, $"'{Full(map, key)}' must be from {Text(least)} to {Text(most)}.");
        }

        return time;
    }

    private static string Full(YamlMap map, string key) => map.Path.Length == 0 ? key : $"{map.Path}.{key}";

    private static void Require(YamlMap map, string key)
    {
        if (!map.Has(key))
        {
            map.Error("OPS1004", key, $"'{Full(map, key)}' is required.");
        }
    }

    private static string Text(TimeSpan time) =>
        time.TotalDays >= 1 && time.TotalDays % 1 == 0 ? $"{time.TotalDays}d" : time.TotalHours >= 1 && time.TotalHours % 1 == 0 ? $"{time.TotalHours}h"
        : time.TotalMinutes >= 1 && time.TotalMinutes % 1 == 0 ? $"{time.TotalMinutes}m" : $"{time.TotalSeconds}s";
}

using OpsAutomation.Core.Catalog;

namespace OpsAutomation.Core.Playbooks.Loading;

/// <summary>Durations that must be there and inside bounds: a step without a deadline can hang for ever.</summary>
internal static class Bounds
{
    internal static TimeSpan Duration(YamlMap map, string key, TimeSpan min, TimeSpan max)
    {
        if (!map.Has(key))
        {
            map.Error("OPS1004", key, $"'{Full(map, key)}' is required, from {Text(min)} to {Text(max)}.");
        }

        if (map.Duration(key) is not { } value)
        {
            return TimeSpan.Zero;
        }

        if (value < min || value > max)
        {
            map.Error("OPS1113", key, $"'{Full(map, key)}' must be from {Text(min)} to {Text(max)}.");
        }

        return value;
    }

    private static string Full(YamlMap map, string key) => map.Path.Length == 0 ? key : $"{map.Path}.{key}";

    private static string Text(TimeSpan time) =>
        time.TotalDays >= 1 ? $"{time.TotalDays:0}d" : time.TotalHours >= 1 ? $"{time.TotalHours:0}h" : time.TotalMinutes >= 1 ? $"{time.TotalMinutes:0}m" : $"{time.TotalSeconds:0}s";
}

using OpsAutomation.Core.Catalog;

namespace OpsAutomation.Core.Playbooks.Loading;

/// <summary>Names that become part of record keys, operation ids and links: kebab-case, at most 40 characters.</summary>
internal static class PlaybookNames
{
    private const int MaxLength = 40;

    internal static string Read(YamlMap map, string key)
    {
        var name = map.RequiredString(key);
        if (name.Length > 0 && !IsKebab(name))
        {
            map.Error("OPS1102", key, $"'{name}' must be lower-case words joined by '-', at most {MaxLength} characters.");
        }
        else if (name.StartsWith("undo-", StringComparison.Ordinal))
        {
            map.Error("OPS1102", key, $"'{name}' must not begin with 'undo-': operations that take a step back are called so.");
        }

        return name;
    }

    private static bool IsKebab(string name) =>
        name.Length <= MaxLength
        && char.IsAsciiLetterLower(name[0])
        && name[^1] != '-'
        && !name.Contains("--", StringComparison.Ordinal)
        && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}

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

        else if (string.Equals(name, "undo", StringComparison.Ordinal))
        {
            map.Error("OPS1102", key, "'undo' is the place where steps are taken back; use another name.");
        }

        return name;
    }

    /// <summary>Whether a name can be used in expressions: letters, digits and <c>_</c>, beginning with a letter, at most 40 characters.</summary>
    internal static bool IsVariable(string name) =>
        name.Length is > 0 and <= MaxLength && char.IsAsciiLetter(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    private static bool IsKebab(string name) =>
        name.Length <= MaxLength
        && char.IsAsciiLetterLower(name[0])
        && name[^1] != '-'
        && !name.Contains("--", StringComparison.Ordinal)
        && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}

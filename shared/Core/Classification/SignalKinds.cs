using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Catalog;

namespace OpsAutomation.Core.Classification;

/// <summary>Reads lists of signal kinds in the catalogue: <c>activity-log</c> or <c>ActivityLog</c>.</summary>
internal static class SignalKinds
{
    public static IReadOnlyList<SignalKind> Read(YamlMap map, string key, string code)
    {
        var kinds = new List<SignalKind>();
        foreach (var text in map.Strings(key))
        {
            // The first letter is looked at since the parser takes numbers too.
            if (char.IsLetter(text[0])
                && Enum.TryParse<SignalKind>(text.Replace("-", string.Empty, StringComparison.Ordinal), ignoreCase: true, out var kind)
                && Enum.IsDefined(kind))
            {
                kinds.Add(kind);
            }
            else
            {
                map.Error(code, key, $"'{text}' is no kind of signal; known are {string.Join(", ", Enum.GetNames<SignalKind>())}.");
            }
        }

        return kinds;
    }
}

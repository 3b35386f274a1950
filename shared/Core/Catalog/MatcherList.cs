using OpsAutomation.Core.Alerts.Matching;
using YamlDotNet.Core;

namespace OpsAutomation.Core.Catalog;

/// <summary>Reads a list of conditions over alerts from a catalogue file, wherever one may stand.</summary>
public static class MatcherList
{
    /// <summary>Reads it, or returns null after adding every problem with its own line and column.</summary>
    /// <param name="map">The mapping that holds the list.</param>
    /// <param name="key">The key of the list.</param>
    /// <param name="code">The code of the problems of the file's kind.</param>
    public static AlertMatcher? Read(YamlMap map, string key, string code)
    {
        ArgumentNullException.ThrowIfNull(map);
        var texts = map.Texts(key);
        var result = AlertMatcher.Parse([.. texts.Select(t => t.Value)]);
        foreach (var error in result.Errors)
        {
            if (texts.Count == 0)
            {
                map.Error(code, key, error.Message);
                continue;
            }

            var at = texts[error.Index].At;
            map.Bag.Error(code, error.Message, map.File, new Mark(at.Index + error.Column, at.Line, at.Column + error.Column));
        }

        return result.Matcher;
    }
}

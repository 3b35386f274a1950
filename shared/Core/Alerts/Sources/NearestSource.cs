using System.Text.Json;

namespace OpsAutomation.Core.Alerts.Sources;

/// <summary>Guesses who sent a body that a source could not read: who recognises it, else whose fields it has most of.</summary>
/// <param name="sources">The senders that we understand.</param>
public sealed class NearestSource(IReadOnlyCollection<IAlertSource> sources)
{
    // A guess from fewer fields than these would be chance.
    private const int FewestFields = 2;

    // The outermost fields that tell senders apart. A source that is not listed is found only when it recognises the body.
    private static readonly Dictionary<string, string[]> Fields = new(StringComparer.Ordinal)
    {
        ["alertmanager"] = ["receiver", "status", "alerts", "groupLabels", "commonLabels", "commonAnnotations", "externalURL", "groupKey"],
        ["aws"] = ["detail-type", "detail", "account", "region", "resources"],
        ["azure-monitor"] = ["schemaId", "data"],
        ["cost"] = ["specversion", "type", "source", "id", "time", "data"],
        ["datadog"] = ["alert_id", "alert_transition", "alert_type", "event_type", "last_updated", "org", "title", "body"],
        ["event-grid"] = ["eventType", "eventTime", "topic", "subject", "id", "data"],
        ["grafana"] = ["dashboardId", "evalMatches", "ruleName", "ruleUrl", "orgId", "state", "alerts", "title"],
        ["pagerduty"] = ["event", "messages"],
    };

    /// <summary>The source that recognises a body, other than one; an array is judged by its first element. Null when none or several do.</summary>
    /// <param name="body">The body.</param>
    /// <param name="except">The source that could not read it, or null.</param>
    public IAlertSource? Recognising(JsonElement body, string? except = null)
    {
        var first = First(body);
        var found = sources.Where(s => s.Name != except && s.Recognises(first)).Take(2).ToArray();
        return found.Length == 1 ? found[0] : null;
    }

    /// <summary>A sentence with the guess for a body that a source could not read, or null when there is nothing to say.</summary>
    /// <param name="body">The body, or an element of it.</param>
    /// <param name="except">The source that could not read it.</param>
    public string? Guess(JsonElement body, string except)
    {
        if (Recognising(body, except) is { } source)
        {
            return $"this looks like {source.Name}; post it to /api/alerts/{source.Name}";
        }

        var fields = new JsonFields(First(body));
        var nearest = sources
            .Where(s => s.Name != except && Fields.ContainsKey(s.Name))
            .Select(s => (s.Name, Missing: Fields[s.Name].Where(f => fields.Find(f) is null).ToArray(), Fields[s.Name].Length))
            .Select(s => (s.Name, s.Missing, Share: (s.Length - s.Missing.Length) / (double)s.Length, Found: s.Length - s.Missing.Length))
            .Where(s => s.Found >= FewestFields && s.Share >= 0.5)
            .OrderByDescending(s => s.Share)
            .ThenBy(s => s.Name, StringComparer.Ordinal)
            .FirstOrDefault();
        return nearest.Name is null ? null
            : nearest.Missing.Length == 0 ? $"the nearest is {nearest.Name}, whose fields it has without their values"
            : $"the nearest is {nearest.Name}, but '{nearest.Missing[0]}' is missing";
    }

    private static JsonElement First(JsonElement body) =>
        body.ValueKind == JsonValueKind.Array && body.GetArrayLength() > 0 ? body[0] : body;
}

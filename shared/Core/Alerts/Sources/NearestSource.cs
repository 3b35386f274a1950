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

    /// <summary>
    /// The source that recognises a body, other than one; an array is judged by its first element. Of several, the one whose
    /// fields it has most of; null when none does, or when that does not tell either.
    /// </summary>
    /// <param name="body">The body.</param>
    /// <param name="except">The source that could not read it, or null.</param>
    public IAlertSource? Recognising(JsonElement body, string? except = null)
    {
        var first = First(body);
        var found = sources
            .Where(s => s.Name != except && s.Recognises(first))
            .Select(s => (Source: s, Share: Missing(s.Name, new JsonFields(first)) is { } missing ? 1 - (missing.Length / (double)Fields[s.Name].Length) : 0))
            .OrderByDescending(s => s.Share)
            .Take(2)
            .ToArray();
        return found.Length == 0 || (found.Length == 2 && found[0].Share <= found[1].Share) ? null : found[0].Source;
    }

    /// <summary>A sentence with the guess for a body that a source could not read, or null when there is nothing to say.</summary>
    /// <param name="body">The body, or an element of it.</param>
    /// <param name="except">The source that could not read it, or null.</param>
    public string? Guess(JsonElement body, string? except = null)
    {
        if (Recognising(body, except) is { } source)
        {
            return $"this looks like {source.Name}; post it to /api/alerts/{source.Name}";
        }

        // What a source recognises and yet cannot use is no stranger's.
        var first = First(body);
        if (sources.Any(s => s.Name == except && s.Recognises(first)))
        {
            return null;
        }

        var fields = new JsonFields(first);
        var nearest = sources
            .Where(s => s.Name != except)
            .Select(s => (s.Name, Missing: Missing(s.Name, fields)))
            .Where(s => s.Missing is not null)
            .Select(s => (s.Name, Missing: s.Missing!, Found: Fields[s.Name].Length - s.Missing!.Length, Fields[s.Name].Length))
            .Where(s => s.Found >= FewestFields && s.Found * 2 >= s.Length)
            .OrderByDescending(s => s.Found / (double)s.Length)
            .ThenBy(s => s.Name, StringComparer.Ordinal)
            .FirstOrDefault();
        return nearest.Name is null ? null
            : nearest.Missing.Length == 0 ? $"the nearest is {nearest.Name}, whose fields it has without their values"
            : $"the nearest is {nearest.Name}, but '{nearest.Missing[0]}' is missing";
    }

    // The fields of a source that are not there; null for a source of which no fields are listed.
    private static string[]? Missing(string source, JsonFields body) =>
        Fields.TryGetValue(source, out var names) ? [.. names.Where(n => body.Find(n) is null)] : null;

    private static JsonElement First(JsonElement body) =>
        body.ValueKind == JsonValueKind.Array && body.GetArrayLength() > 0 ? body[0] : body;
}

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpsAutomation.Cli.Rehearsing.Observing;

namespace OpsAutomation.Cli.Rehearsing.Scripts;

/// <summary>What can be made of the body of an alert.</summary>
internal static class AlertBodies
{
    private const int NameWord = 8;

    /// <summary>The body as of a time.</summary>
    public static string At(string body, DateTimeOffset now) =>
        body.Replace("{{now}}", now.ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", CultureInfo.InvariantCulture), StringComparison.Ordinal);

    /// <summary>A body of the common alert schema about another resource, under another rule: another alert altogether.</summary>
    public static string About(string body, string resource)
    {
        var root = JsonNode.Parse(body)!;
        var essentials = root["data"]!["essentials"]!;
        var name = resource.Split('/')[^1];
        essentials["alertTargetIDs"] = new JsonArray(resource.ToLowerInvariant());
        essentials["configurationItems"] = new JsonArray(name);
        essentials["alertId"] = $"{essentials["alertId"]}-{name}";
        essentials["alertRule"] = $"{essentials["alertRule"]}-{name}";
        essentials["originAlertId"] = $"{essentials["originAlertId"]}-{name}";
        return root.ToJsonString();
    }

    /// <summary>The same alert saying that it is over.</summary>
    public static string Resolved(string body) => body
        .Replace("\"Fired\"", "\"Resolved\"", StringComparison.Ordinal)
        .Replace("\"firedDateTime\":", "\"resolvedDateTime\":\"{{now}}\",\"firedDateTime\":", StringComparison.Ordinal);

    /// <summary>The resources that a body names, lower case.</summary>
    public static IReadOnlyList<string> Targets(string body)
    {
        try
        {
            var found = new HashSet<string>(StringComparer.Ordinal);
            Collect(JsonNode.Parse(body), found);
            return [.. found];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static void Collect(JsonNode? node, HashSet<string> found)
    {
        switch (node)
        {
            case JsonObject map:
                foreach (var (key, value) in map)
                {
                    if (key == "userId" && value is JsonValue user && user.TryGetValue<string>(out var id))
                    {
                        found.Add($"/providers/microsoft.graph/users/{id.ToLowerInvariant()}");
                    }

                    Collect(value, found);
                }

                break;
            case JsonArray list:
                foreach (var item in list)
                {
                    Collect(item, found);
                }

                break;
            case JsonValue value when value.TryGetValue<string>(out var text)
                && text.StartsWith("/subscriptions/", StringComparison.OrdinalIgnoreCase) && text.Split('/').Length > NameWord:
                found.Add(ObservedCall.TargetOf(text));
                break;
        }
    }
}

using System.Text.Json;

namespace OpsAutomation.Core.Alerts.Sources.Datadog;

/// <summary>
/// A body whose fields its user chose: every name is looked for at the root and then inside its objects, ignoring case,
/// dashes and underscores. What Datadog writes for "nothing" (an empty string, the text <c>null</c>, a variable that was not
/// filled in) is nothing.
/// </summary>
internal sealed class DatadogFields
{
    private const int MaxDepth = 4;
    private const int MaxFields = 512;

    private readonly Dictionary<string, JsonElement> _byName = new(StringComparer.Ordinal);

    /// <summary>Reads the fields of a body down to a depth.</summary>
    public DatadogFields(JsonElement body, int depth = MaxDepth)
    {
        // Breadth first: what stands nearer to the root comes first.
        var level = new List<JsonElement> { body };
        for (var at = 0; at < depth && level.Count > 0; at++)
        {
            var next = new List<JsonElement>();
            foreach (var property in level.Where(e => e.ValueKind == JsonValueKind.Object).SelectMany(e => e.EnumerateObject()).Take(MaxFields))
            {
                if (property.Value.ValueKind == JsonValueKind.Object)
                {
                    next.Add(property.Value);
                }
                else if (!IsNothing(property.Value))
                {
                    // The name "id" means something else in each object; only the root's is the event's.
                    _byName.TryAdd(at > 0 && Plain(property.Name) is "id" or "name" ? $"{at}.{property.Name}" : Plain(property.Name), property.Value);
                }
            }

            level = next;
        }
    }

    /// <summary>Whether one of the names was sent at all.</summary>
    public bool Has(params string[] names) => names.Any(_byName.ContainsKey);

    /// <summary>The text of the first of the names that has one. Names are lower case, letters and digits only.</summary>
    public string? Text(int maxLength, params string[] names) =>
        names.Select(n => _byName.TryGetValue(n, out var value) ? JsonFields.TextOf(value, maxLength) : null).FirstOrDefault(t => t is not null);

    /// <summary>The time of the first of the names that has one: text, or a number since 1970.</summary>
    public DateTimeOffset? Time(params string[] names) =>
        names.Select(n => _byName.TryGetValue(n, out var value) ? SenderTime.FromEpoch(JsonFields.NumberOf(value)) ?? SenderTime.Parse(JsonFields.TextOf(value, 64)) : null)
            .FirstOrDefault(t => t is not null);

    /// <summary>Tags as names and values: a list or a text with commas, <c>a:b,c</c>; a tag without a value has an empty one.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Tags(string name)
    {
        if (!_byName.TryGetValue(name, out var value))
        {
            return [];
        }

        var tags = value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray().Select(t => JsonFields.TextOf(t, 512)).OfType<string>()
            : JsonFields.TextOf(value, 8192)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
        return [.. tags.Take(64).Select(t => t.Split(':', 2)).Where(t => t[0].Length > 0).Select(t => KeyValuePair.Create(t[0].Trim(), t.Length > 1 ? t[1].Trim() : string.Empty))];
    }

    private static bool IsNothing(JsonElement value) =>
        value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined
        || (value.ValueKind == JsonValueKind.String && value.GetString() is var text
            && (string.IsNullOrWhiteSpace(text) || string.Equals(text, "null", StringComparison.OrdinalIgnoreCase) || IsVariable(text!)));

    // "$ALERT_SCOPE": a variable that the template named and the event did not have.
    private static bool IsVariable(string text) => text.Length > 1 && text[0] == '$' && text.AsSpan(1).IndexOfAnyExcept(Upper) < 0;

    private static readonly System.Buffers.SearchValues<char> Upper = System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");

    private static string Plain(string name) => name.Length > 64 ? name : string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}

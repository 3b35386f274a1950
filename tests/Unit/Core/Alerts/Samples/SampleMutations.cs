using System.Text.Json.Nodes;

namespace OpsAutomation.Unit.Core.Alerts.Samples;

/// <summary>
/// Bodies that are almost right: every field and element of a sample removed, nulled, or given another type or a value that
/// parsers fall over. Deterministic: the same sample and seed give the same body.
/// </summary>
internal static class SampleMutations
{
    // Raw JSON, so that values get in which a JSON library would refuse to write.
    private static readonly string[] Hostile =
    [
        "null", "true", "0", "-1", "1e999", "12345678901234567890123456789", "\"\"", "\" \"", "\"null\"", "\"\\u0000\"", "\"\\ud800\"", "\"NaN\"",
        "\"<script>alert(1)</script>\"", "\"[x](javascript:alert(1)) ${env} {{7*7}}\"", "\"\\r\\nSet-Cookie: a=b\"", "\"\\u202e\\ufeff\"", "[]", "{}", "[null]", "[[[]]]",
        "[{}]", "{\"a\":{\"b\":[1,\"2\",null]}}", "\"{\\\"a\\\":1,\\\"a\\\":2}\"", "\"[[[[\"", "\"0001-01-01T00:00:00Z\"", "\"9999-12-31T23:59:59Z\"", "\"Sev9\"",
        "\"/subscriptions/../..\"", "[\"a\",\"A\",7]", "{\"name\":null,\"value\":{}}", "\"@everyone\"", "{\"a\":1,\"a\":2}",
    ];

    /// <summary>Number of single changes of a place: each hostile value, and its removal.</summary>
    public static int ChangesPerPlace => Hostile.Length + 1;

    /// <summary>Every place removed, nulled, and given some of the hostile values; neighbouring places get other ones.</summary>
    /// <param name="sample">The body.</param>
    /// <param name="values">How many hostile values each place gets beside null.</param>
    public static IEnumerable<string> Every(string sample, int values = 2)
    {
        var places = Places(JsonNode.Parse(sample)).Count();
        for (var place = 0; place < places; place++)
        {
            yield return Apply(sample, [(place, Hostile.Length)]);
            yield return Apply(sample, [(place, 0)]);
            for (var i = 0; i < values; i++)
            {
                yield return Apply(sample, [(place, 1 + (((place * values) + i) % (Hostile.Length - 1)))]);
            }
        }
    }

    /// <summary>One to four changes, and now and then a place that is repeated many times or made very long.</summary>
    public static string Seeded(string sample, int seed)
    {
        var random = new Random(seed);
        var changed = Apply(sample, [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => (random.Next(10_000), random.Next(ChangesPerPlace)))]);
        if (random.Next(8) != 0)
        {
            return changed;
        }

        var root = Parse(sample);
        var places = Places(root).ToArray();
        if (places.Length > 0)
        {
            places[random.Next(places.Length)].Set(random.Next(2) == 0
                ? new JsonArray([.. Enumerable.Range(0, random.Next(1, 200)).Select(i => (JsonNode)i)])
                : JsonValue.Create(new string('x', random.Next(1, 100_000))));
        }

        return root!.ToJsonString();
    }

    private static string Apply(string sample, IReadOnlyList<(int Place, int Change)> changes)
    {
        var root = Parse(sample);
        var marks = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < changes.Count; i++)
        {
            var places = Places(root).ToArray();
            if (places.Length == 0)
            {
                break;
            }

            var place = places[changes[i].Place % places.Length];
            if (changes[i].Change == Hostile.Length)
            {
                place.Remove();
            }
            else
            {
                marks[$"\"@@{i}@@\""] = Hostile[changes[i].Change];
                place.Set($"@@{i}@@");
            }
        }

        return marks.Aggregate(root!.ToJsonString(), (text, mark) => text.Replace(mark.Key, mark.Value, StringComparison.Ordinal));
    }

    private static JsonNode? Parse(string sample) => JsonNode.Parse(sample);

    private static IEnumerable<Place> Places(JsonNode? node) => node switch
    {
        JsonObject o => o.ToArray().SelectMany(p => new[] { new Place(o, p.Key, -1) }.Concat(Places(p.Value))),
        JsonArray a => a.ToArray().SelectMany((item, i) => new[] { new Place(a, null, i) }.Concat(Places(item))),
        _ => [],
    };

    private sealed record Place(JsonNode Parent, string? Key, int Index)
    {
        public void Set(JsonNode? value)
        {
            if (Key is not null)
            {
                ((JsonObject)Parent)[Key] = value;
            }
            else
            {
                ((JsonArray)Parent)[Index] = value;
            }
        }

        public void Remove()
        {
            if (Key is not null)
            {
                ((JsonObject)Parent).Remove(Key);
            }
            else
            {
                ((JsonArray)Parent).RemoveAt(Index);
            }
        }
    }
}

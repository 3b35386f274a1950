using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OpsAutomation.Core.Playbooks.Planning;

/// <summary>
/// The JSON Canonicalization Scheme, RFC 8785: no white space, keys in the order of their UTF-16 code units, strings and
/// numbers as ECMAScript writes them. The same data gives the same bytes, whoever wrote it.
/// </summary>
public static class CanonicalJson
{
    /// <summary>Writes a value.</summary>
    /// <exception cref="ArgumentException">A number is not finite, or a string holds half of a surrogate pair (RFC 8785, 3.2.2).</exception>
    public static string Write(JsonNode? value)
    {
        var text = new StringBuilder();
        Append(text, value);
        return text.ToString();
    }

    /// <summary>SHA-256 over the UTF-8 of the canonical form, lower-case hex.</summary>
    public static string Hash(JsonNode? value) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Write(value))));

    private static void Append(StringBuilder text, JsonNode? value)
    {
        switch (value)
        {
            case null:
                text.Append("null");
                break;
            case JsonObject map:
                AppendObject(text, map);
                break;
            case JsonArray list:
                text.Append('[');
                for (var i = 0; i < list.Count; i++)
                {
                    text.Append(i == 0 ? string.Empty : ",");
                    Append(text, list[i]);
                }

                text.Append(']');
                break;
            default:
                AppendScalar(text, value);
                break;
        }
    }

    private static void AppendObject(StringBuilder text, JsonObject map)
    {
        text.Append('{');
        var first = true;
        foreach (var (key, item) in map.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            text.Append(first ? string.Empty : ",");
            first = false;
            AppendString(text, key);
            text.Append(':');
            Append(text, item);
        }

        text.Append('}');
    }

    private static void AppendScalar(StringBuilder text, JsonNode value)
    {
        switch (value.GetValueKind())
        {
            case JsonValueKind.True:
                text.Append("true");
                break;
            case JsonValueKind.False:
                text.Append("false");
                break;
            case JsonValueKind.Null:
                text.Append("null");
                break;
            case JsonValueKind.Number:
                text.Append(EcmaNumber.Write(double.Parse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture)));
                break;
            default:
                AppendString(text, value.GetValue<string>());
                break;
        }
    }

    private static void AppendString(StringBuilder text, string value)
    {
        text.Append('"');
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            switch (c)
            {
                case '"': text.Append("\\\""); break;
                case '\\': text.Append("\\\\"); break;
                case '\b': text.Append("\\b"); break;
                case '\t': text.Append("\\t"); break;
                case '\n': text.Append("\\n"); break;
                case '\f': text.Append("\\f"); break;
                case '\r': text.Append("\\r"); break;
                case < ' ': text.Append("\\u").Append(((int)c).ToString("x4")); break;
                case var high when char.IsHighSurrogate(high) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]):
                    text.Append(c).Append(value[++i]);
                    break;
                case var half when char.IsSurrogate(half):
                    throw new ArgumentException("A string holds half of a surrogate pair, which has no canonical form.", nameof(value));
                default: text.Append(c); break;
            }
        }

        text.Append('"');
    }
}

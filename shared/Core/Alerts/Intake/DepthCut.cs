using System.Security.Cryptography;
using System.Text.Json;

namespace OpsAutomation.Core.Alerts.Intake;

/// <summary>
/// Cuts off what is nested too deep to be an alert, before a document is built: building one takes time in proportion to
/// size times depth, so that a megabyte of brackets would keep a processor busy for minutes. Reading token by token takes
/// time in proportion to size. What is left is still deeper than <see cref="JsonFlaws.MaxDepth"/>, so the flaw is found and
/// named as in the whole; the hash of what was cut off keeps two different bodies different.
/// </summary>
internal static class DepthCut
{
    /// <summary>The depth that is kept; some more than is accepted.</summary>
    public const int KeptDepth = JsonFlaws.MaxDepth + 16;

    private static readonly JsonReaderOptions AnyDepth = new() { MaxDepth = IntakeReader.MaxBytes };

    /// <summary>The same bytes, or a shallower copy when some part is deeper than <see cref="KeptDepth"/>.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public static ReadOnlyMemory<byte> Apply(ReadOnlyMemory<byte> json) => IsDeep(json.Span) ? Copy(json.Span) : json;

    private static bool IsDeep(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, AnyDepth);
        var deep = false;
        while (reader.Read())
        {
            deep |= reader.CurrentDepth > KeptDepth;
        }

        return deep;
    }

    private static ReadOnlyMemory<byte> Copy(ReadOnlySpan<byte> json)
    {
        using var kept = new MemoryStream(json.Length);
        var reader = new Utf8JsonReader(json, AnyDepth);
        var copied = 0;
        while (reader.Read())
        {
            if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray) || reader.CurrentDepth < KeptDepth)
            {
                continue;
            }

            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            var end = (int)reader.BytesConsumed;
            kept.Write(json[copied..start]);
            kept.WriteByte((byte)'"');
            kept.Write(System.Text.Encoding.ASCII.GetBytes(Convert.ToHexString(SHA256.HashData(json[start..end]))));
            kept.WriteByte((byte)'"');
            copied = end;
        }

        kept.Write(json[copied..]);
        return kept.ToArray();
    }
}

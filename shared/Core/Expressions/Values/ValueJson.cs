using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using OpsAutomation.Core.Expressions.Functions;

namespace OpsAutomation.Core.Expressions.Values;

/// <summary>Values from and to JSON.</summary>
public static class ValueJson
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// The value of a JSON document. A number without fraction and exponent that fits is an int, any other a double; objects are
    /// maps; of two members with the same name the later one stands.
    /// </summary>
    public static ExpressionValue Read(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => MapValue.Of(element.EnumerateObject().Select(p => KeyValuePair.Create(p.Name, Read(p.Value)))),
        JsonValueKind.Array => new ListValue(element.EnumerateArray().Select(Read)),
        JsonValueKind.String => new StringValue(element.GetString()!),
        JsonValueKind.Number => element.TryGetInt64(out var whole) ? new IntValue(whole) : new DoubleValue(element.GetDouble()),
        JsonValueKind.True => BoolValue.True,
        JsonValueKind.False => BoolValue.False,
        _ => NullValue.Instance,
    };

    /// <summary>
    /// Writes a value as JSON. Times are text as <c>string()</c> gives it, bytes are base64, keys that are no text are written as
    /// text, and numbers that JSON does not have are text.
    /// </summary>
    public static string Write(ExpressionValue value)
    {
        ArgumentNullException.ThrowIfNull(value);
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, WriterOptions))
        {
            Write(writer, value);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Write(Utf8JsonWriter writer, ExpressionValue value)
    {
        switch (value)
        {
            case BoolValue b:
                writer.WriteBooleanValue(b.Value);
                break;
            case IntValue i:
                writer.WriteNumberValue(i.Value);
                break;
            case UIntValue u:
                writer.WriteNumberValue(u.Value);
                break;
            case DoubleValue d when double.IsFinite(d.Value):
                writer.WriteNumberValue(d.Value);
                break;
            case DoubleValue d:
                writer.WriteStringValue(d.Value.ToString(CultureInfo.InvariantCulture));
                break;
            case StringValue s:
                writer.WriteStringValue(s.Value);
                break;
            case BytesValue b:
                writer.WriteBase64StringValue(b.Value.Span);
                break;
            case TimestampValue t:
                writer.WriteStringValue(TimeText.Write(t));
                break;
            case DurationValue d:
                writer.WriteStringValue(TimeText.Write(d));
                break;
            case ListValue list:
                writer.WriteStartArray();
                foreach (var item in list.Items)
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            case MapValue map:
                writer.WriteStartObject();
                foreach (var key in map.Keys)
                {
                    writer.WritePropertyName(KeyText(key));
                    Write(writer, map.TryGet(key, out var item) ? item : NullValue.Instance);
                }

                writer.WriteEndObject();
                break;
            case RecordValue record:
                writer.WriteStartObject();
                foreach (var field in record.Type.Fields)
                {
                    writer.WritePropertyName(field.Name);
                    Write(writer, record.Get(field.Name)!);
                }

                writer.WriteEndObject();
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }

    private static string KeyText(ExpressionValue key) => key switch
    {
        StringValue s => s.Value,
        BoolValue b => b.Value ? "true" : "false",
        IntValue i => i.Value.ToString(CultureInfo.InvariantCulture),
        UIntValue u => u.Value.ToString(CultureInfo.InvariantCulture),
        _ => string.Empty,
    };
}

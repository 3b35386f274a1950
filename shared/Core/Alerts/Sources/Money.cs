using System.Globalization;
using System.Text;
using System.Text.Json;

namespace OpsAutomation.Core.Alerts.Sources;

/// <summary>Reads amounts as billing writes them: <c>"$11,111.00"</c>, <c>"8000.0"</c>, <c>"1.234,56 €"</c>, or a number.</summary>
internal static class Money
{
    /// <summary>The amount, or null when there is none or it cannot be read without guessing.</summary>
    public static double? Parse(JsonElement? value)
    {
        if (value is not { } element)
        {
            return null;
        }

        if (element.ValueKind != JsonValueKind.String)
        {
            return JsonFields.NumberOf(element);
        }

        return Parse(element.GetString());
    }

    /// <summary>The amount in a text of at most 64 characters, or null.</summary>
    public static double? Parse(string? text)
    {
        if (text is not { Length: > 0 and <= 64 })
        {
            return null;
        }

        var digits = new StringBuilder();
        var ended = false;
        foreach (var c in text)
        {
            if (char.IsAsciiDigit(c) || c is '.' or ',' or '-')
            {
                if (ended)
                {
                    return null;
                }

                digits.Append(c);
            }
            else if (char.IsLetter(c) || char.GetUnicodeCategory(c) == UnicodeCategory.CurrencySymbol)
            {
                // A unit stands before or after the amount, never inside it ("1e5" is no money).
                ended = digits.Length > 0 && digits.ToString() != "-";
            }
            else if (!char.IsWhiteSpace(c))
            {
                return null;
            }
        }

        var plain = digits.ToString();
        var decimalMark = DecimalMark(plain);
        plain = string.Concat(plain.Where((c, i) => c is not ('.' or ',') || i == decimalMark)).Replace(',', '.');
        return double.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out var amount) && double.IsFinite(amount) ? amount : null;
    }

    // The last mark is the decimal one, unless it is the only kind and looks like thousands: a comma before three digits, or one that repeats.
    private static int DecimalMark(string digits)
    {
        var last = digits.LastIndexOfAny(['.', ',']);
        if (last < 0)
        {
            return -1;
        }

        var mark = digits[last];
        var repeats = digits.IndexOf(mark, StringComparison.Ordinal) != last;
        var alone = !digits.Contains(mark == '.' ? ',' : '.', StringComparison.Ordinal);
        var thousands = mark == ',' && digits.Length - last - 1 == 3;
        return repeats || (alone && thousands) ? -1 : last;
    }
}

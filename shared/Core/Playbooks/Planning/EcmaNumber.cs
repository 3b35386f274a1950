using System.Globalization;

namespace OpsAutomation.Core.Playbooks.Planning;

/// <summary>Writes a number as ECMAScript does (ECMA-262, Number::toString), which RFC 8785 section 3.2.2.3 asks for.</summary>
internal static class EcmaNumber
{
    internal static string Write(double value)
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentException("A number that is not finite has no canonical form.", nameof(value));
        }

        if (value == 0)
        {
            return "0"; // also for -0
        }

        // .NET's round-trip form gives the same shortest digits; only the layout differs. d.ddd × 10^exponent:
        var (digits, exponent) = Shortest(Math.Abs(value));
        var point = exponent + 1;
        var body = point switch
        {
            <= 21 when digits.Length <= point => digits + new string('0', point - digits.Length),
            > 0 and <= 21 => $"{digits[..point]}.{digits[point..]}",
            > -6 and <= 0 => $"0.{new string('0', -point)}{digits}",
            _ => $"{digits[0]}{(digits.Length > 1 ? "." : string.Empty)}{digits[1..]}e{(exponent < 0 ? "-" : "+")}{Math.Abs(exponent)}",
        };
        return value < 0 ? "-" + body : body;
    }

    private static (string Digits, int Exponent) Shortest(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        var e = text.IndexOf('E', StringComparison.Ordinal);
        var exponent = e < 0 ? 0 : int.Parse(text[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var mantissa = e < 0 ? text : text[..e];
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        exponent += (point < 0 ? mantissa.Length : point) - 1;
        var digits = mantissa.Replace(".", string.Empty, StringComparison.Ordinal);
        var leading = digits.Length - digits.TrimStart('0').Length;
        return (digits.Trim('0'), exponent - leading);
    }
}

using System.ComponentModel;
using System.Globalization;

namespace OpsAutomation.Runtime.Functions.Invocation;

/// <summary>Turns the text of a route or query value into the types that a function may ask for.</summary>
internal static class TextConversion
{
    private static readonly HashSet<Type> Simple =
    [
        typeof(string), typeof(bool), typeof(int), typeof(long), typeof(short), typeof(byte), typeof(uint), typeof(ulong),
        typeof(float), typeof(double), typeof(decimal), typeof(Guid), typeof(DateTime), typeof(DateTimeOffset), typeof(TimeSpan),
        typeof(DateOnly), typeof(TimeOnly), typeof(char),
    ];

    internal static bool Supports(Type type)
    {
        var inner = Nullable.GetUnderlyingType(type) ?? type;
        return inner.IsEnum || Simple.Contains(inner);
    }

    internal static bool TryConvert(string text, Type type, out object? value)
    {
        var inner = Nullable.GetUnderlyingType(type) ?? type;
        value = null;
        if (inner == typeof(string))
        {
            value = text;
            return true;
        }

        if (inner.IsEnum)
        {
            // Numbers that name no member are refused: the sender cannot have meant one.
            return Enum.TryParse(inner, text, ignoreCase: true, out value) && Enum.IsDefined(inner, value!);
        }

        try
        {
            value = TypeDescriptor.GetConverter(inner).ConvertFromString(null, CultureInfo.InvariantCulture, text);
            return value is not null;
        }
        catch (Exception e) when (e is FormatException or ArgumentException or OverflowException or NotSupportedException || e.InnerException is FormatException or OverflowException)
        {
            return false;
        }
    }

    internal static string Name(Type type) => (Nullable.GetUnderlyingType(type) ?? type).Name;
}

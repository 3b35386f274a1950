namespace Microsoft.Azure.Functions.Worker.Converters;

/// <summary>Turns what the host sent into a parameter's value.</summary>
public interface IInputConverter
{
    /// <summary>Converts, declines, or fails.</summary>
    ValueTask<ConversionResult> ConvertAsync(ConverterContext context);
}

/// <summary>What a converter is asked.</summary>
public abstract class ConverterContext
{
    /// <summary>The parameter's type.</summary>
    public abstract Type TargetType { get; }

    /// <summary>What the host sent.</summary>
    public abstract object? Source { get; }

    /// <summary>The run.</summary>
    public abstract FunctionContext FunctionContext { get; }

    /// <summary>The parameter's properties.</summary>
    public abstract IReadOnlyDictionary<string, object> Properties { get; }
}

/// <summary>How a conversion ended.</summary>
public enum ConversionStatus
{
    /// <summary>Not for this converter; the next one is asked.</summary>
    Unhandled = 0,

    /// <summary>There is a value.</summary>
    Succeeded = 1,

    /// <summary>There is an error; no other converter is asked.</summary>
    Failed = 2,
}

/// <summary>What a converter answers. The default value is <see cref="ConversionStatus.Unhandled"/>.</summary>
public readonly struct ConversionResult
{
    private ConversionResult(ConversionStatus status, object? value, Exception? error)
    {
        Status = status;
        Value = value;
        Error = error;
    }

    /// <summary>How the conversion ended.</summary>
    public ConversionStatus Status { get; }

    /// <summary>The value, after success.</summary>
    public object? Value { get; }

    /// <summary>The error, after failure.</summary>
    public Exception? Error { get; }

    /// <summary>Not for this converter.</summary>
    public static ConversionResult Unhandled() => default;

    /// <summary>The value, which may be null.</summary>
    public static ConversionResult Success(object? value) => new(ConversionStatus.Succeeded, value, null);

    /// <summary>The reason of the failure.</summary>
    public static ConversionResult Failed(Exception exception) => new(ConversionStatus.Failed, null, exception);
}

/// <summary>Names the converter of a parameter or type.</summary>
[AttributeUsage(
    AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum | AttributeTargets.Interface | AttributeTargets.Parameter,
    AllowMultiple = true)]
public class InputConverterAttribute : Attribute
{
    /// <summary>The type must implement <see cref="IInputConverter"/>.</summary>
    public InputConverterAttribute(Type converterType)
    {
        ArgumentNullException.ThrowIfNull(converterType);
        if (!typeof(IInputConverter).IsAssignableFrom(converterType))
        {
            throw new InvalidOperationException($"{converterType.Name} does not implement {nameof(IInputConverter)}.");
        }

        ConverterType = converterType;
    }

    /// <summary>The converter's type.</summary>
    public Type ConverterType { get; }
}

namespace Microsoft.DurableTask;

/// <summary>How inputs, outputs and events become text and back.</summary>
public abstract class DataConverter
{
    /// <summary>The value as text; null stays null.</summary>
    public abstract string? Serialize(object? value);

    /// <summary>The text as a value; null stays null.</summary>
    public abstract object? Deserialize(string? data, Type targetType);

    /// <summary>The text as a value; null gives the type's default.</summary>
    public virtual T? Deserialize<T>(string? data) =>
        Deserialize(data, typeof(T)) is { } value ? (T)value : default;
}

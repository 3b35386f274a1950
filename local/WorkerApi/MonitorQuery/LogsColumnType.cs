namespace Azure.Monitor.Query.Models;

/// <summary>The type of a column, as the service names it. A name unknown here is kept.</summary>
public readonly struct LogsColumnType : IEquatable<LogsColumnType>
{
    private readonly string _value;

    /// <summary>A type by its name.</summary>
    public LogsColumnType(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        _value = value;
    }

    /// <summary>A type by its name.</summary>
    public static implicit operator LogsColumnType(string value) => new(value);

    /// <summary>Equal but for case.</summary>
    public static bool operator ==(LogsColumnType left, LogsColumnType right) => left.Equals(right);

    /// <summary>Not equal, case aside.</summary>
    public static bool operator !=(LogsColumnType left, LogsColumnType right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(LogsColumnType other) => string.Equals(_value, other._value, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override bool Equals(object obj) => obj is LogsColumnType other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _value is null ? 0 : StringComparer.OrdinalIgnoreCase.GetHashCode(_value);

    /// <summary>The name.</summary>
    public override string ToString() => _value;
}

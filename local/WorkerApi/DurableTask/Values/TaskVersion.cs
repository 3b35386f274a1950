namespace Microsoft.DurableTask;

/// <summary>The version of an orchestrator or activity; empty when it has none. Case does not matter.</summary>
public readonly struct TaskVersion : IEquatable<TaskVersion>
{
    /// <summary>No version.</summary>
    public static readonly TaskVersion Unversioned = new(string.Empty);

    private readonly string? _version;

    /// <summary>Null is the same as empty.</summary>
    public TaskVersion(string? version)
    {
        _version = version;
    }

    /// <summary>The version; empty when there is none.</summary>
    public string Version => _version ?? string.Empty;

    /// <summary>The version as text.</summary>
    public static implicit operator string(TaskVersion value) => value.Version;

    /// <summary>A version from text.</summary>
    public static implicit operator TaskVersion(string? value) => new(value);

    /// <summary>Equal but for case.</summary>
    public static bool operator ==(TaskVersion left, TaskVersion right) => left.Equals(right);

    /// <summary>Not equal, case aside.</summary>
    public static bool operator !=(TaskVersion left, TaskVersion right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(TaskVersion other) => string.Equals(Version, other.Version, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TaskVersion other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Version);
}

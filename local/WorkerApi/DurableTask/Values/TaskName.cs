namespace Microsoft.DurableTask;

/// <summary>The name of an orchestrator, activity or entity. Case does not matter when names are compared.</summary>
public readonly struct TaskName : IEquatable<TaskName>
{
    /// <summary>The name as written.</summary>
    public TaskName(string name)
    {
        Name = name;
    }

    /// <summary>The name; null in the default value.</summary>
    public string Name { get; }

    /// <summary>Always empty: versions belong to the call's options.</summary>
    [Obsolete("Names have no version; use the options' Version.")]
    public string Version => string.Empty;

    /// <summary>The name as text.</summary>
    public static implicit operator string(TaskName value) => value.Name;

    /// <summary>A name from text; null and empty give the default value.</summary>
    public static implicit operator TaskName(string value) => string.IsNullOrEmpty(value) ? default : new TaskName(value);

    /// <summary>Equal but for case.</summary>
    public static bool operator ==(TaskName left, TaskName right) => left.Equals(right);

    /// <summary>Not equal, case aside.</summary>
    public static bool operator !=(TaskName left, TaskName right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(TaskName other) => string.Equals(Name, other.Name, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TaskName other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Name is null ? 0 : StringComparer.OrdinalIgnoreCase.GetHashCode(Name);

    /// <summary>The name; empty for the default value.</summary>
    public override string ToString() => Name ?? string.Empty;
}

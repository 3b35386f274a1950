using System.Text.Json;
using System.Text.Json.Serialization;

namespace Microsoft.DurableTask.Entities;

/// <summary>The id of an entity: a name without case and a key with case, written <c>@name@key</c>.</summary>
[JsonConverter(typeof(EntityInstanceIdConverter))]
public readonly struct EntityInstanceId : IEquatable<EntityInstanceId>
{
    /// <summary>The name is made lower-case and may not hold an <c>@</c>.</summary>
    public EntityInstanceId(string name, string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(key);
        if (name.Contains('@', StringComparison.Ordinal))
        {
            throw new ArgumentException("An entity's name may not contain '@'.", nameof(name));
        }

        Name = name.ToLowerInvariant();
        Key = key;
    }

    /// <summary>The name, lower-case.</summary>
    public string Name { get; }

    /// <summary>The key as written.</summary>
    public string Key { get; }

    /// <summary>Equal.</summary>
    public static bool operator ==(EntityInstanceId left, EntityInstanceId right) => left.Equals(right);

    /// <summary>Not equal.</summary>
    public static bool operator !=(EntityInstanceId left, EntityInstanceId right) => !left.Equals(right);

    /// <summary>Reads <c>@name@key</c>.</summary>
    public static EntityInstanceId FromString(string instanceId)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        var second = instanceId.IndexOf('@', 1);
        if (instanceId[0] != '@' || second <= 1)
        {
            throw new ArgumentException($"'{instanceId}' is not an entity id: it should read '@name@key'.", nameof(instanceId));
        }

        return new EntityInstanceId(instanceId[1..second], instanceId[(second + 1)..]);
    }

    /// <inheritdoc/>
    public bool Equals(EntityInstanceId other) =>
        string.Equals(Name, other.Name, StringComparison.Ordinal) && string.Equals(Key, other.Key, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is EntityInstanceId other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Key);

    /// <summary><c>@name@key</c>.</summary>
    public override string ToString() => $"@{Name}@{Key}";
}

/// <summary>An entity's id in JSON is its text.</summary>
internal sealed class EntityInstanceIdConverter : JsonConverter<EntityInstanceId>
{
    public override EntityInstanceId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        EntityInstanceId.FromString(reader.GetString() ?? throw new JsonException("An entity id may not be null."));

    public override void Write(Utf8JsonWriter writer, EntityInstanceId value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}

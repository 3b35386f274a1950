using System.Globalization;
using System.Text.Json.Nodes;

namespace OpsAutomation.Core.Playbooks;

/// <summary>The type of a playbook's parameter.</summary>
public enum PlaybookParameterType
{
    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A number.</summary>
    Number,

    /// <summary>Text.</summary>
    Text,

    /// <summary>true or false.</summary>
    Boolean,
}

/// <summary>A value that a playbook lets its caller set.</summary>
public sealed record PlaybookParameter
{
    /// <summary>Its name in expressions: <c>parameters.NAME</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Its type.</summary>
    public required PlaybookParameterType Type { get; init; }

    /// <summary>What it means, with unit.</summary>
    public required string Description { get; init; }

    /// <summary>Its value where the caller gives none; null where the caller must.</summary>
    public JsonNode? Default { get; init; }

    /// <summary>Smallest number, or null.</summary>
    public double? Min { get; init; }

    /// <summary>Largest number, or null.</summary>
    public double? Max { get; init; }

    /// <summary>The only texts that it may be; empty for any.</summary>
    public IReadOnlyList<string> Allowed { get; init; } = [];

    /// <summary>The value that a text of a playbook stands for, or null when it is of another type.</summary>
    public JsonNode? Parse(string text) => Type switch
    {
        PlaybookParameterType.Integer => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? JsonValue.Create(whole) : null,
        PlaybookParameterType.Number => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? JsonValue.Create(number) : null,
        PlaybookParameterType.Boolean => text switch { "true" => JsonValue.Create(true), "false" => JsonValue.Create(false), _ => null },
        _ => JsonValue.Create(text),
    };

    /// <summary>Why a value is none for it, or null when it is one.</summary>
    public string? Refuses(JsonNode? value)
    {
        if (value is not JsonValue scalar)
        {
            return Type == PlaybookParameterType.Text ? $"'{Name}' needs a value." : $"'{Name}' needs a value that is {Word}.";
        }

        return Type switch
        {
            PlaybookParameterType.Boolean => scalar.TryGetValue<bool>(out _) ? null : $"'{Name}' must be true or false.",
            PlaybookParameterType.Text => !scalar.TryGetValue<string>(out var text) ? $"'{Name}' must be text."
                : Allowed.Count > 0 && !Allowed.Contains(text, StringComparer.Ordinal) ? $"'{Name}' must be one of {string.Join(", ", Allowed)}." : null,
            PlaybookParameterType.Integer => !scalar.TryGetValue<long>(out var whole) ? $"'{Name}' must be a whole number." : Bounds(whole),
            _ => scalar.TryGetValue<double>(out var number) ? Bounds(number) : scalar.TryGetValue<long>(out var integer) ? Bounds(integer) : $"'{Name}' must be a number.",
        };
    }

    private string Word => Type switch
    {
        PlaybookParameterType.Integer => "a whole number",
        PlaybookParameterType.Boolean => "true or false",
        _ => "a number",
    };

    private string? Bounds(double value) =>
        value < Min ? $"'{Name}' must be at least {Min}." : value > Max ? $"'{Name}' must be at most {Max}." : null;
}

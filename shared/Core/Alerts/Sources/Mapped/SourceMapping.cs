using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Expressions;

namespace OpsAutomation.Core.Alerts.Sources.Mapped;

/// <summary>
/// A sender that no code knows: a file of <c>catalog/sources/</c> says with expressions what its bodies mean. Immutable; every
/// expression is compiled when the catalogue is read, and bounded by <see cref="ExpressionLimits.Default"/>.
/// </summary>
/// <param name="Name">Name of the source, as in <c>POST /api/alerts/{source}</c>; begins with <see cref="Prefix"/>.</param>
/// <param name="Rule">Gives the rule, text.</param>
/// <param name="Status">Gives <c>firing</c>, <c>resolved</c> or <c>information</c>.</param>
public sealed record SourceMapping(string Name, Expression Rule, Expression Status)
{
    /// <summary>How every such name begins, so that a source which this product learns later never takes it away.</summary>
    public const string Prefix = "generic-";

    /// <summary>Whether a body is this sender's, for guessing and for refusing strangers; null where the file does not tell.</summary>
    public Expression? Recognise { get; init; }

    /// <summary>Gives the list of which each element becomes one alert; null where the body is one alert.</summary>
    public Expression? Items { get; init; }

    /// <summary>Gives 0 to 4 or a word such as <c>critical</c>; null for Sev3.</summary>
    public Expression? Severity { get; init; }

    /// <summary>The sentence for people; null for the rule.</summary>
    public Template? Summary { get; init; }

    /// <summary>Gives a time: a timestamp, text, or seconds or milliseconds since 1970.</summary>
    public Expression? StartsAt { get; init; }

    /// <summary>Gives the time of the end, for what is resolved.</summary>
    public Expression? EndsAt { get; init; }

    /// <summary>Gives the measured number.</summary>
    public Expression? Value { get; init; }

    /// <summary>Gives the number that it was compared with.</summary>
    public Expression? Threshold { get; init; }

    /// <summary>Gives the unit, text.</summary>
    public Expression? Unit { get; init; }

    /// <summary>Gives an ARM id, taken only where the catalogue covers it.</summary>
    public Expression? Resource { get; init; }

    /// <summary>Gives the exact name of a service of the catalogue.</summary>
    public Expression? Service { get; init; }

    /// <summary>Labels by name.</summary>
    public IReadOnlyList<KeyValuePair<string, Expression>> Labels { get; init; } = [];

    /// <summary>What tells one condition from another, beside source, rule and resource.</summary>
    public IReadOnlyList<Expression> Fingerprint { get; init; } = [];

    /// <summary>Links by name; what is not https is left out.</summary>
    public IReadOnlyList<KeyValuePair<string, Expression>> Links { get; init; } = [];

    /// <summary>Reads a file of <c>catalog/sources/</c>; null after errors (OPS17nn, OPS18nn) were added to the map's bag.</summary>
    public static SourceMapping? Read(YamlMap root) => SourceMappingReader.Read(root);
}

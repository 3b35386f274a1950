namespace OpsAutomation.Core.Expressions;

/// <summary>
/// What an expression may use. Every limit is checked before the thing that it limits is made, gives an error that names it,
/// and is never absorbed by <c>||</c> or <c>&amp;&amp;</c>. Together they bound time and memory whatever the source and the values are.
/// </summary>
public sealed record ExpressionLimits
{
    /// <summary>The limits that are used where none are given: milliseconds and a few megabytes at worst.</summary>
    public static ExpressionLimits Default { get; } = new();

    /// <summary>Longest source, in UTF-16 characters.</summary>
    public int SourceLength { get; init; } = 32_768;

    /// <summary>Deepest nesting of the source and of its syntax tree. Recursion is bounded by it, so keep it below 1,000.</summary>
    public int Depth { get; init; } = 200;

    /// <summary>Most nodes of the syntax tree.</summary>
    public int Nodes { get; init; } = 4_096;

    /// <summary>Most steps of one evaluation: one for each operation, more for those whose work grows with their operands.</summary>
    public int Steps { get; init; } = 100_000;

    /// <summary>
    /// Largest value that an evaluation may make: a string counts its characters, bytes count their number, and everything else
    /// one, so that a list counts all that is in it however often it is shared.
    /// </summary>
    public int ValueSize { get; init; } = 262_144;

    /// <summary>Longest pattern of <c>matches</c>, in characters.</summary>
    public int PatternLength { get; init; } = 512;

    /// <summary>
    /// Time that all <c>matches</c> of one evaluation may take together. A second line only: the engine is linear and the steps are
    /// counted, so this is not reached by honest patterns.
    /// </summary>
    public TimeSpan MatchTime { get; init; } = TimeSpan.FromMilliseconds(250);
}

using System.Diagnostics.CodeAnalysis;
using OpsAutomation.Core.Expressions.Values;

namespace OpsAutomation.Core.Expressions;

/// <summary>Why an evaluation gave no value.</summary>
/// <param name="Message">What happened; says types and keys, never the values.</param>
/// <param name="Line">The line of the operation within the source, from 1.</param>
/// <param name="Column">The column of the operation within the source, from 1.</param>
/// <param name="Limit">Name of the limit in <see cref="ExpressionLimits"/> that was reached, or null.</param>
public sealed record EvaluationError(string Message, int Line, int Column, string? Limit = null)
{
    /// <summary>Renders <c>line:column: message</c>.</summary>
    public override string ToString() => $"{Line}:{Column}: {Message}";
}

/// <summary>A value or an error, never both.</summary>
public readonly record struct EvaluationResult
{
    private EvaluationResult(ExpressionValue? value, EvaluationError? error) => (Value, Error) = (value, error);

    /// <summary>The value, or null when there is an error.</summary>
    public ExpressionValue? Value { get; }

    /// <summary>The error, or null when there is a value.</summary>
    public EvaluationError? Error { get; }

    /// <summary>Whether there is a value.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsValue => Value is not null;

    internal static EvaluationResult Of(ExpressionValue value) => new(value, null);

    internal static EvaluationResult Of(EvaluationError error) => new(null, error);
}

/// <summary>Whether a condition holds. One that cannot be judged does not hold, and says why.</summary>
/// <param name="Holds">Whether it holds.</param>
/// <param name="Error">Why it could not be judged, or null.</param>
public readonly record struct ConditionResult(bool Holds, EvaluationError? Error);

using OpsAutomation.Core.Expressions.Binding;
using OpsAutomation.Core.Expressions.Operations;
using OpsAutomation.Core.Expressions.Syntax;
using OpsAutomation.Core.Expressions.Values;

namespace OpsAutomation.Core.Expressions;

/// <summary>The outcome of a compilation: an expression, or the problems of its source.</summary>
/// <param name="Expression">The expression, or null when there are problems.</param>
/// <param name="Problems">Every problem that was found; empty when there is an expression.</param>
public sealed record CompileResult(Expression? Expression, IReadOnlyList<ExpressionProblem> Problems);

/// <summary>
/// A compiled expression of the Common Expression Language (a subset: docs/expressions.md). Immutable and safe to share between
/// threads. Neither compilation nor evaluation throws because of the source or the values, and both end within the limits.
/// </summary>
public sealed class Expression
{
    private static readonly Dictionary<string, ExpressionValue> NoBindings = [];

    private readonly SourceText _text;
    private readonly Operation _operation;
    private readonly ExpressionLimits _limits;

    private Expression(SourceText text, string source, BoundExpression bound, ExpressionLimits limits)
    {
        (_text, _operation, Locals, _limits) = (text, bound.Operation, bound.Locals, limits);
        (Source, ResultType, Variables) = (source, bound.Type, bound.Variables);
    }

    /// <summary>The source.</summary>
    public string Source { get; }

    /// <summary>What is known of the type of the value.</summary>
    public ExpressionType ResultType { get; }

    /// <summary>The variables of the scope that the expression uses; in an unchecked scope, the names that it may look up.</summary>
    public IReadOnlySet<string> Variables { get; }

    /// <summary>Compiles a source.</summary>
    /// <param name="source">The source.</param>
    /// <param name="scope">The variables that it may use.</param>
    /// <param name="expected">The type that the value must have, or null for any.</param>
    /// <param name="limits">The limits; <see cref="ExpressionLimits.Default"/> when left out.</param>
    public static CompileResult Compile(string source, ExpressionScope scope, ExpressionType? expected = null, ExpressionLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(scope);
        limits ??= ExpressionLimits.Default;
        return Compile(new SourceText(source), 0, source.Length, scope, expected, limits);
    }

    /// <summary>Compiles a part of a longer text; its problems and errors tell their places in the whole.</summary>
    internal static CompileResult Compile(SourceText text, int start, int end, ExpressionScope scope, ExpressionType? expected, ExpressionLimits limits)
    {
        try
        {
            var node = Parser.Parse(text.Text[..end], start, limits);
            var (bound, problems) = Binder.Bind(node, scope, expected, limits, text);
            return problems.Count == 0 ? new CompileResult(new Expression(text, text.Text[start..end], bound, limits), []) : new CompileResult(null, problems);
        }
        catch (SyntaxException e)
        {
            var (line, column) = text.Locate(e.Offset);
            return new CompileResult(null, [new ExpressionProblem(e.Kind, e.Message, line, column, e.Kind == ProblemKind.Unsupported ? UnsupportedFeature.ProtobufMessages : null)]);
        }
    }

    /// <summary>Evaluates without variables.</summary>
    public EvaluationResult Evaluate() => Evaluate(NoBindings);

    /// <summary>Evaluates.</summary>
    /// <param name="bindings">Values of the variables by name.</param>
    public EvaluationResult Evaluate(IReadOnlyDictionary<string, ExpressionValue> bindings)
    {
        ArgumentNullException.ThrowIfNull(bindings);
        var value = Run(new EvaluationContext(bindings, _limits, Locals));
        return value is ErrorValue error ? EvaluationResult.Of(Tell(_text, error)) : EvaluationResult.Of(value);
    }

    /// <summary>Judges a condition: anything but true does not hold, and an error or a value that is no bool says why.</summary>
    /// <param name="bindings">Values of the variables by name.</param>
    public ConditionResult Judge(IReadOnlyDictionary<string, ExpressionValue> bindings)
    {
        var result = Evaluate(bindings);
        return result.Value switch
        {
            null => new ConditionResult(Holds: false, result.Error),
            BoolValue value => new ConditionResult(value.Value, Error: null),
            var other => new ConditionResult(Holds: false, new EvaluationError($"The condition gives {TypeNames.Of(other.Kind)}, not bool.", 1, 1)),
        };
    }

    /// <summary>Slots that the macros need.</summary>
    internal int Locals { get; }

    /// <summary>The error as it leaves an evaluation.</summary>
    internal static EvaluationError Tell(SourceText text, ErrorValue error)
    {
        var (line, column) = text.Locate(error.Offset);
        return new EvaluationError(error.Message, line, column, error.Limit);
    }

    /// <summary>Computes within an evaluation that has begun.</summary>
    internal ExpressionValue Run(EvaluationContext context) => _operation.Evaluate(context);
}

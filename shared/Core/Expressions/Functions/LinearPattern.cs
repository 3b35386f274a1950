using System.Text.RegularExpressions;
using OpsAutomation.Core.Expressions.Operations;
using OpsAutomation.Core.Expressions.Values;

namespace OpsAutomation.Core.Expressions.Functions;

/// <summary>
/// A pattern of <c>matches</c>: RE2's syntax, run by an engine whose time is linear in the text whatever the pattern is
/// (<see cref="RegexOptions.NonBacktracking"/>), which refuses what it could not run so: references back and looking around.
/// </summary>
internal sealed class LinearPattern
{
    // Building an automaton costs much more than a step does.
    private const int BuildSteps = 2_000;

    private readonly Regex _regex;
    private readonly int _length;

    private LinearPattern(Regex regex, int length) => (_regex, _length) = (regex, length);

    /// <summary>Compiles a pattern; the reason when it cannot be.</summary>
    public static LinearPattern? Compile(string pattern, ExpressionLimits limits, out string reason)
    {
        reason = string.Empty;
        if (pattern.Length > limits.PatternLength)
        {
            reason = $"The limit PatternLength is exceeded: a pattern of more than {limits.PatternLength} characters.";
            return null;
        }

        if (PatternTranslation.Translate(pattern, out var translated) is { } problem)
        {
            reason = problem;
            return null;
        }

        try
        {
            return new LinearPattern(new Regex(translated, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, limits.MatchTime), translated.Length);
        }
        catch (RegexParseException e)
        {
            reason = $"invalid pattern: {e.Error}";
        }
        catch (NotSupportedException)
        {
            reason = "invalid pattern: it needs an automaton that is too large, or asks for what has no linear time";
        }

        return null;
    }

    /// <summary>Compiles and matches, for a pattern that is known only now.</summary>
    public static ExpressionValue Match(EvaluationContext context, string text, string pattern)
    {
        if (context.Spend(BuildSteps) is { } error)
        {
            return error;
        }

        var compiled = Compile(pattern, context.Limits, out var reason);
        return compiled is not null
            ? compiled.Match(context, text)
            : new ErrorValue(reason, -1, pattern.Length > context.Limits.PatternLength ? nameof(ExpressionLimits.PatternLength) : null);
    }

    /// <summary>Whether the pattern is found anywhere in the text.</summary>
    public ExpressionValue Match(EvaluationContext context, string text) =>
        context.Spend(10 + (text.Length / 8) + ((long)text.Length * _length / 4_096)) ?? context.Match(() => _regex.IsMatch(text));
}

/// <summary><c>matches</c> with a pattern that is known when the expression is compiled.</summary>
internal sealed class MatchOperation(int offset, Operation text, LinearPattern pattern) : Operation(offset)
{
    protected override ExpressionValue Run(EvaluationContext context) => text.Evaluate(context) switch
    {
        StringValue value => pattern.Match(context, value.Value),
        ErrorValue error => error,
        var other => Errors.NoOverload("matches", other, NullValue.Instance),
    };
}

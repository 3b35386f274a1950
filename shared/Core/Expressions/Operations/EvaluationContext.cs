using System.Diagnostics;
using OpsAutomation.Core.Expressions.Values;

namespace OpsAutomation.Core.Expressions.Operations;

/// <summary>What one evaluation carries along: the variables, the items of the macros around, and what is left of the limits.</summary>
internal sealed class EvaluationContext(IReadOnlyDictionary<string, ExpressionValue> bindings, ExpressionLimits limits, int locals)
{
    private long _steps = limits.Steps;
    private TimeSpan _matching;

    /// <summary>Values of the variables.</summary>
    public IReadOnlyDictionary<string, ExpressionValue> Bindings { get; } = bindings;

    /// <summary>Variables of the macros by slot.</summary>
    public ExpressionValue[] Locals { get; } = locals == 0 ? [] : new ExpressionValue[locals];

    /// <summary>The limits.</summary>
    public ExpressionLimits Limits { get; } = limits;

    /// <summary>Takes steps; the error when there are not so many left.</summary>
    public ErrorValue? Spend(long steps)
    {
        _steps -= steps;
        if (_steps >= 0)
        {
            return null;
        }

        // So that whoever goes on gets the same error at its next step.
        _steps = -1;
        return new ErrorValue($"The limit Steps is exceeded: more than {Limits.Steps} steps.", -1, nameof(ExpressionLimits.Steps));
    }

    /// <summary>Takes steps for a value about to be made and asks whether it may be so large.</summary>
    public ErrorValue? Make(long size, long steps) =>
        size > Limits.ValueSize
            ? new ErrorValue($"The limit ValueSize is exceeded: a value larger than {Limits.ValueSize}.", -1, nameof(ExpressionLimits.ValueSize))
            : Spend(steps);

    /// <summary>A list or map that was made, or the error when it is nested too deep.</summary>
    public ExpressionValue Nested(ExpressionValue made) =>
        made.Depth > Limits.Depth
            ? new ErrorValue($"The limit Depth is exceeded: a value of more than {Limits.Depth} levels.", -1, nameof(ExpressionLimits.Depth))
            : made;

    /// <summary>Runs a pattern and keeps the time that all patterns of this evaluation take.</summary>
    public ExpressionValue Match(Func<bool> match)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            var found = BoolValue.Of(match());
            _matching += Stopwatch.GetElapsedTime(start);
            if (_matching <= Limits.MatchTime)
            {
                return found;
            }
        }
        catch (System.Text.RegularExpressions.RegexMatchTimeoutException)
        {
            _matching = Limits.MatchTime;
        }

        return new ErrorValue($"The limit MatchTime is exceeded: matches() took more than {Limits.MatchTime.TotalMilliseconds} ms.", -1, nameof(ExpressionLimits.MatchTime));
    }
}

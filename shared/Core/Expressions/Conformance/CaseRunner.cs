using OpsAutomation.Core.Expressions.Values;

namespace OpsAutomation.Core.Expressions.Conformance;

/// <summary>How a case went.</summary>
public enum CaseOutcome
{
    /// <summary>The value, or an error where one is expected.</summary>
    Passed,

    /// <summary>Anything else.</summary>
    Failed,

    /// <summary>The expression uses what our subset leaves out, and was refused for that.</summary>
    Unsupported,
}

/// <summary>How a case went and why.</summary>
/// <param name="Case">The case.</param>
/// <param name="Outcome">How it went.</param>
/// <param name="Detail">What came instead, or what is unsupported; empty when it passed.</param>
/// <param name="Unsupported">The feature that is left out, or null.</param>
public sealed record CaseResult(ExpressionCase Case, CaseOutcome Outcome, string Detail, UnsupportedFeature? Unsupported = null);

/// <summary>Runs conformance cases as the language defines expressions that are parsed and not checked.</summary>
public static class CaseRunner
{
    /// <summary>Runs one case.</summary>
    /// <exception cref="InvalidDataException">A value of the case is not of the form of the file.</exception>
    public static CaseResult Run(ExpressionCase @case)
    {
        ArgumentNullException.ThrowIfNull(@case);
        var scope = ExpressionScope.Unchecked;
        var bindings = new Dictionary<string, ExpressionValue>(StringComparer.Ordinal);
        foreach (var (name, element) in @case.Bindings)
        {
            if (CaseValue.Read(element) is not { } value)
            {
                return new CaseResult(@case, CaseOutcome.Unsupported, $"'{name}' is bound to a protobuf message.", UnsupportedFeature.ProtobufMessages);
            }

            bindings[name] = value;
            scope = scope.With(name, ExpressionType.Dyn);
        }

        var compiled = Expression.Compile(@case.Source, scope);
        if (compiled.Problems.FirstOrDefault(p => p.Unsupported is not null) is { } unsupported)
        {
            return new CaseResult(@case, CaseOutcome.Unsupported, unsupported.Message, unsupported.Unsupported);
        }

        if (compiled.Expression is null)
        {
            return Judge(@case, value: null, compiled.Problems[0].ToString());
        }

        var result = compiled.Expression.Evaluate(bindings);
        return Judge(@case, result.Value, result.Error?.ToString());
    }

    private static CaseResult Judge(ExpressionCase @case, ExpressionValue? value, string? error)
    {
        if (@case.Value is null)
        {
            return value is null ? new(@case, CaseOutcome.Passed, string.Empty) : new(@case, CaseOutcome.Failed, $"An error is expected, and it gave {ValueJson.Write(value)}.");
        }

        if (CaseValue.Read(@case.Value.Value) is not { } expected)
        {
            return new(@case, CaseOutcome.Failed, "The expected value is of a kind that is left out, and the expression was not refused.");
        }

        if (value is not null && CaseValue.AreSame(value, expected))
        {
            return new(@case, CaseOutcome.Passed, string.Empty);
        }

        var came = value is null ? $"the error {error}" : $"{TypeNames.Of(value.Kind)} {ValueJson.Write(value)}";
        return new(@case, CaseOutcome.Failed, $"{TypeNames.Of(expected.Kind)} {ValueJson.Write(expected)} is expected, and it gave {came}.");
    }
}

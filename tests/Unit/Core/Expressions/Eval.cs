using OpsAutomation.Core.Expressions;
using OpsAutomation.Core.Expressions.Values;

namespace OpsAutomation.Unit.Core.Expressions;

/// <summary>Compiles and evaluates in one go.</summary>
internal static class Eval
{
    public static EvaluationResult Run(string source, ExpressionLimits? limits = null)
    {
        var (expression, problems) = Expression.Compile(source, ExpressionScope.Unchecked, limits: limits);
        Assert.True(expression is not null, string.Join('\n', problems));
        return expression.Evaluate();
    }

    public static string Json(string source)
    {
        var result = Run(source);
        Assert.True(result.IsValue, result.Error?.ToString());
        return ValueJson.Write(result.Value);
    }

    public static IReadOnlyList<ExpressionProblem> Problems(string source, ExpressionScope? scope = null, ExpressionType? expected = null) =>
        Expression.Compile(source, scope ?? ExpressionScope.Empty, expected).Problems;
}

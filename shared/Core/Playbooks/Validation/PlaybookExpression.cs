using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Expressions;

namespace OpsAutomation.Core.Playbooks.Validation;

/// <summary>Compiles one expression or template of a file and tells its problems at their places.</summary>
internal static class PlaybookExpression
{
    internal static Expression? Check(YamlMap map, string key, string source, ExpressionScope scope, ExpressionType? expected)
    {
        var result = Expression.Compile(source, scope, expected);
        Tell(map, key, result.Problems);
        return result.Expression;
    }

    internal static Template? CheckTemplate(YamlMap map, string key, string source, ExpressionScope scope)
    {
        var result = Template.Compile(source, scope);
        Tell(map, key, result.Problems);
        return result.Template;
    }

    private static void Tell(YamlMap map, string key, IReadOnlyList<ExpressionProblem> problems)
    {
        foreach (var problem in problems)
        {
            map.Bag.Error(problem.Code, problem.Message, map.File, map.Inside(key, problem.Line, problem.Column));
        }
    }
}

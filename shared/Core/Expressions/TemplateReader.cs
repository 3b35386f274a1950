using System.Text;
using OpsAutomation.Core.Expressions.Syntax;
using OpsAutomation.Core.Expressions.Values;

namespace OpsAutomation.Core.Expressions;

/// <summary>A part of a template: plain text, or an expression.</summary>
internal sealed record TemplatePart(int Offset, StringValue? Literal, Expression? Expression);

/// <summary>Cuts a template into its parts.</summary>
internal static class TemplateReader
{
    private const string Open = "${";

    // Each expression is cut out of the source and compiled by itself.
    private const int MostExpressions = 64;

    public static (IReadOnlyList<TemplatePart> Parts, IReadOnlyList<ExpressionProblem> Problems) Read(SourceText text, ExpressionScope scope, ExpressionLimits limits)
    {
        var source = text.Text;
        var parts = new List<TemplatePart>();
        var problems = new List<ExpressionProblem>();
        if (source.Length > limits.SourceLength)
        {
            problems.Add(new ExpressionProblem(ProblemKind.Limit, $"The limit SourceLength is exceeded: {source.Length} characters of at most {limits.SourceLength}.", 1, 1));
            return (parts, problems);
        }

        var literal = new StringBuilder();
        var count = 0;
        for (var at = 0; at < source.Length;)
        {
            if (source[at] != '$')
            {
                literal.Append(source[at++]);
            }
            else if (Is(source, at, "$" + Open))
            {
                literal.Append(Open);
                at += Open.Length + 1;
            }
            else if (!Is(source, at, Open))
            {
                literal.Append(source[at++]);
            }
            else
            {
                if (++count > MostExpressions)
                {
                    Add(problems, text, at, ProblemKind.Limit, $"A template has at most {MostExpressions} expressions.");
                    return (parts, problems);
                }

                Flush(parts, literal, at);
                var start = at + Open.Length;
                if (FindEnd(text, start, problems) is not { } end)
                {
                    return (parts, problems);
                }

                Compile(text, start, end, scope, limits, parts, problems);
                at = end + 1;
            }
        }

        Flush(parts, literal, source.Length);
        return (parts, problems);
    }

    private static bool Is(string source, int at, string text) => string.CompareOrdinal(source, at, text, 0, text.Length) == 0;

    private static void Flush(List<TemplatePart> parts, StringBuilder literal, int at)
    {
        if (literal.Length > 0)
        {
            parts.Add(new TemplatePart(at, new StringValue(literal.ToString()), Expression: null));
            literal.Clear();
        }
    }

    // By tokens, because a brace may stand in a map or in a string.
    private static int? FindEnd(SourceText text, int start, List<ExpressionProblem> problems)
    {
        try
        {
            var lexer = new Lexer(text.Text, start);
            var depth = 0;
            for (var token = lexer.Next(); token.Kind != TokenKind.End; token = lexer.Next())
            {
                if (token.Is("}") && depth-- == 0)
                {
                    return token.Offset;
                }

                depth += token.Is("{") ? 1 : 0;
            }

            Add(problems, text, start - Open.Length, ProblemKind.Syntax, "The expression does not end: '}' is missing. A plain '${' is written '$${'.");
        }
        catch (SyntaxException e)
        {
            Add(problems, text, e.Offset, e.Kind, e.Message);
        }

        return null;
    }

    private static void Compile(SourceText text, int start, int end, ExpressionScope scope, ExpressionLimits limits, List<TemplatePart> parts, List<ExpressionProblem> problems)
    {
        var (expression, found) = Expression.Compile(text, start, end, scope, expected: null, limits);
        problems.AddRange(found);
        if (expression is null)
        {
            return;
        }

        parts.Add(new TemplatePart(start, Literal: null, expression));
        var isWhole = start == Open.Length && end == text.Text.Length - 1;
        if (scope.IsChecked && !isWhole && expression.ResultType.Kind is ValueKind.List or ValueKind.Map or ValueKind.Record or ValueKind.Null)
        {
            Add(problems, text, start, ProblemKind.Type, $"{expression.ResultType} has no text.");
        }
    }

    private static void Add(List<ExpressionProblem> problems, SourceText text, int offset, ProblemKind kind, string message)
    {
        var (line, column) = text.Locate(offset);
        problems.Add(new ExpressionProblem(kind, message, line, column));
    }
}

using FsCheck;
using FsCheck.Fluent;
using OpsAutomation.Core.Expressions;
using OpsAutomation.Core.Expressions.Values;

namespace OpsAutomation.Unit.Core.Expressions;

public sealed class PropertyTests
{
    private static readonly string[] Tokens =
    [
        "a", "b", "a.b", "m", "s", "x", "true", "false", "null", "in", "has", "size", "int", "string", "type", "dyn", "map", "filter", "all", "exists",
        "1", "0", "2u", "1.5", "9223372036854775807", "-9223372036854775808", "'t'", "\"u\"", "b'v'", "r'\\'", "'''w\n'''", "'\\u00e9'", "0xff", "1e308",
        "+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">=", "&&", "||", "!", "?", ":", ".", ",", "(", ")", "[", "]", "{", "}", "`q`",
        " ", "\n", "//", "'", "\"", "\\", "\u0000", "\ud83d", "é", "=", "&", "$", "${", "timestamp(0)", "duration('1s')", "matches", "getHours",
    ];

    private static readonly string[] Leaves =
    [
        "a", "m", "s", "x", "1", "0", "-3", "2u", "1.5", "'t'", "b'v'", "true", "null", "[]", "{}", "timestamp(0)", "duration('1s')", "9223372036854775807", "v",
    ];

    private static readonly Dictionary<string, ExpressionValue> Values = new(StringComparer.Ordinal)
    {
        ["a"] = ExpressionValue.Of(7L),
        ["a.b"] = ExpressionValue.Of("dotted"),
        ["m"] = ExpressionValue.Of(new Dictionary<string, string>(StringComparer.Ordinal) { ["k"] = "v", ["t"] = "u" }),
        ["s"] = ExpressionValue.Of("text 😀"),
        ["x"] = new ListValue([ExpressionValue.Of(1L), ExpressionValue.Of(2.5), ExpressionValue.Of("three"), NullValue.Instance]),
    };

    private static readonly ExpressionLimits Small = new() { Steps = 2_000, ValueSize = 5_000, Depth = 60 };

    private static readonly ExpressionScope Checked = Values.Keys.Aggregate(ExpressionScope.Empty, (scope, name) => scope.With(name, ExpressionType.Dyn));

    [Fact]
    public void Soup_of_tokens_never_throws_and_its_problems_are_inside_the_source()
    {
        var soup = Gen.Choose(0, 40).SelectMany(n => Gen.ArrayOf(Gen.Elements(Tokens), n)).Select(string.Concat);
        Run(soup, 20_000);
    }

    [Fact]
    public void Random_trees_never_throw_end_within_their_limits_and_give_the_same_twice() => Run(Gen.Choose(0, 5).SelectMany(Tree), 4_000);

    [Fact]
    public void Random_templates_never_throw_and_their_problems_are_inside_the_source()
    {
        var soup = Gen.Choose(0, 30).SelectMany(n => Gen.ArrayOf(Gen.OneOf(Gen.Elements(Tokens), Gen.Elements("${", "}", "$")), n)).Select(string.Concat);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(10_000), Prop.ForAll(soup.ToArbitrary(), source =>
        {
            var (template, problems) = Template.Compile(source, Checked, Small);
            return template is null ? Inside(source, problems) : template.Render(Values) is var r && (r.Text is null) != (r.Error is null);
        }));
    }

    [Fact]
    public void What_the_checker_lets_pass_answers_as_it_does_unchecked()
    {
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2_000), Prop.ForAll(Gen.Choose(0, 4).SelectMany(Tree).ToArbitrary(), source =>
        {
            var compiled = Expression.Compile(source, Checked, limits: Small).Expression;
            var plain = Expression.Compile(source, ExpressionScope.Unchecked, limits: Small).Expression;
            return compiled is null || (plain is not null && Answer(compiled.Evaluate(Values)) == Answer(plain.Evaluate(Values)));
        }));
    }

    private static void Run(Gen<string> sources, int count) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(count), Prop.ForAll(sources.ToArbitrary(), source =>
        {
            foreach (var scope in new[] { Checked, ExpressionScope.Unchecked })
            {
                var (expression, problems) = Expression.Compile(source, scope, limits: Small);
                if (expression is null)
                {
                    if (!Inside(source, problems))
                    {
                        return false;
                    }

                    continue;
                }

                var (first, second) = (expression.Evaluate(Values), expression.Evaluate(Values));
                if (Show(first) != Show(second) || (first.Value is not null && first.Value.Size > Small.ValueSize + source.Length + 100))
                {
                    return false;
                }
            }

            return true;
        }));

    // Without the place: unchecked, an error of a chain of names stands at its first.
    private static string Answer(EvaluationResult result) => result.Error?.Message ?? Show(result);

    private static string Show(EvaluationResult result) => result.Value is { } value ? value.Kind + ValueJson.Write(value) : result.Error!.ToString();

    private static bool Inside(string source, IReadOnlyList<ExpressionProblem> problems)
    {
        var lines = source.Split('\n');
        return problems.Count > 0 && problems.All(p => p.Line >= 1 && p.Line <= lines.Length && p.Column >= 1 && p.Column <= lines[p.Line - 1].Length + 1);
    }

    private static Gen<string> Tree(int depth)
    {
        if (depth == 0)
        {
            return Gen.Elements(Leaves);
        }

        var sub = Tree(depth - 1);
        var binary = from op in Gen.Elements("+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">=", "&&", "||", "in")
                     from left in sub
                     from right in sub
                     select $"({left} {op} {right})";
        var unary = from op in Gen.Elements("!({0})", "-({0})", "size({0})", "string({0})", "int({0})", "double({0})", "bytes({0})", "dyn({0})", "({0}).k", "has(({0}).t)", "({0}).getHours()", "({0}).matches('t+$')")
                    from inner in sub
                    select op.Replace("{0}", inner, StringComparison.Ordinal);
        var macro = from name in Gen.Elements("all", "exists", "exists_one", "filter", "map")
                    from range in sub
                    from body in sub
                    select $"({range}).{name}(v, {body})";
        var rest = from shape in Gen.Elements("({0} ? {1} : {2})", "[{0}, {1}, {2}]", "{{'p': {0}, 'q': {1}}}", "({0})[{1}]", "({0}).contains({1})", "[{0}, {1}].map(v, [v, v, {2}])")
                   from one in sub
                   from two in sub
                   from three in sub
                   select shape.Replace("{{", "{", StringComparison.Ordinal).Replace("}}", "}", StringComparison.Ordinal)
                       .Replace("{0}", one, StringComparison.Ordinal).Replace("{1}", two, StringComparison.Ordinal).Replace("{2}", three, StringComparison.Ordinal);
        return Gen.OneOf(Gen.Elements(Leaves), binary, unary, macro, rest);
    }
}

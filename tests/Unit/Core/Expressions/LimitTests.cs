using System.Diagnostics;
using OpsAutomation.Core.Expressions;
using OpsAutomation.Core.Expressions.Values;

namespace OpsAutomation.Unit.Core.Expressions;

public sealed class LimitTests
{
    public static TheoryData<string, string> Sources => new()
    {
        { "Depth", new string('(', 10_000) + "1" + new string(')', 10_000) },
        { "Depth", new string('[', 10_000) },
        { "Depth", new string('!', 10_000) + "true" },
        { "Depth", new string('-', 10_000) + "x" },
        { "Depth", string.Concat(Enumerable.Repeat("true?1:", 3_000)) + "1" },
        { "Depth", "1" + string.Concat(Enumerable.Repeat("+1", 1_000)) },
        { "Depth", "a" + string.Concat(Enumerable.Repeat(".a", 1_000)) },
        { "Depth", "a" + string.Concat(Enumerable.Repeat("[0]", 1_000)) },
        { "Nodes", "[" + string.Concat(Enumerable.Repeat("1,", 10_000)) + "]" },
        { "Nodes", "true" + string.Concat(Enumerable.Repeat("||true", 5_000)) },
        { "SourceLength", "'" + new string('a', 40_000) + "'" },
    };

    public static TheoryData<string, string> Evaluations => new()
    {
        { "Steps", Nested("[0,1,2,3,4,5,6,7,8,9].all(v, {0})", 8, "true") },
        { "Steps", "[0,1,2,3,4,5,6,7,8,9].map(a, [0,1,2,3,4,5,6,7,8,9].map(b, [0,1,2,3,4,5,6,7,8,9].map(c, [0,1,2,3,4,5,6,7,8,9].map(d, [0,1,2,3,4,5,6,7,8,9].map(e, 1)))))" },
        { "ValueSize", Nested("[{0}].map(v, [v,v,v,v,v,v,v,v])[0]", 8, "[1]") },
        { "ValueSize", Nested("[{0}].map(v, v+v+v+v+v+v+v+v)[0]", 8, "'abcdefgh'") },
        { "ValueSize", Nested("[{0}].map(v, v+v+v+v+v+v+v+v)[0]", 8, "b'abcdefgh'") },
        { "Steps", Nested("[{0}].map(v, v+v+v+v+v+v+v+v)[0]", 8, "[1,2]") },
        { "ValueSize", Nested("[{0}].map(v, {'a':v,'b':v,'c':v,'d':v,'e':v,'f':v,'g':v,'h':v})[0]", 8, "1") },
        { "Steps", "[" + Nested("[{0}].map(v, v+v+v+v+v+v+v+v)[0]", 5, "'aaa'") + "].map(s, " + Nested("[0,1,2,3,4,5,6,7,8,9].all(v, {0})", 3, "!(s + s).contains(s + 'b')") + ")" },
        { "Steps", "[" + Nested("[{0}].map(v, [v,v,v,v,v,v,v,v])[0]", 5, "1") + "].map(s, " + Nested("[0,1,2,3,4,5,6,7,8,9].all(v, {0})", 4, "s == s") + ")" },
        { "Steps", "[" + Nested("[{0}].map(v, v+v+v+v+v+v+v+v)[0]", 5, "'aaaaaa'") + "].map(s, " + Nested("[0,1,2,3,4,5,6,7,8,9].all(v, {0})", 3, "!s.matches('(a|a)*(a|aa)+$b')") + ")" },
        { "Steps", Nested("[0,1,2,3,4,5,6,7,8,9].all(v, {0})", 4, "!'x'.matches('a' + string(v))") },
        { "Depth", "[1]" + string.Concat(Enumerable.Repeat(".map(v, [[[[[[[[[[v]]]]]]]]]])", 100)) },
        { "Steps", "[" + Nested("[{0}].map(v, v+v+v+v+v+v+v+v)[0]", 5, "'1111111'") + "].map(s, " + Nested("[0,1,2,3,4,5,6,7,8,9].all(v, {0})", 3, "!(s in {'a': 1}) && double(s) > 1.0 && {s: true}[s]") + ")" },
        { "PatternLength", "'x'.matches([" + "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'" + "].map(v, v+v+v+v+v+v+v+v+v+v+v+v+v+v+v+v+v)[0])" },
    };

    [Theory]
    [MemberData(nameof(Sources))]
    public void A_hostile_source_is_refused_with_the_name_of_the_limit(string limit, string source)
    {
        var problem = Assert.Single(Expression.Compile(source, ExpressionScope.Unchecked).Problems);
        Assert.Equal(ProblemKind.Limit, problem.Kind);
        Assert.Contains($"The limit {limit} ", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Evaluations))]
    public void A_hostile_evaluation_ends_soon_with_the_name_of_the_limit_and_or_does_not_absorb_it(string limit, string source)
    {
        var start = Stopwatch.GetTimestamp();
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var whole in new[] { source, $"(({source}) == 1) || true", $"false && true || [1].exists(q, ({source}) == q || true)" })
        {
            var error = Eval.Run(whole).Error;
            Assert.NotNull(error);
            Assert.Equal(limit, error.Limit);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000_000);
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    [Theory]
    [InlineData("(a+)+$")]
    [InlineData("(a|aa)+$")]
    [InlineData("(.*a){20}$")]
    [InlineData("(a?){30}a{30}")]
    [InlineData("(x+x+)+y")]
    [InlineData("(.{0,40}a){10}b")]
    [InlineData("([a-z]{1,80}[^a]){10}$")]
    [InlineData("((a{0,6}){0,6}){0,6}$")]
    [InlineData("a.{900}b")]
    public void An_evil_pattern_is_matched_in_linear_time(string pattern)
    {
        var expression = Expression.Compile($"text.matches('{pattern}')", ExpressionScope.Empty.With("text", ExpressionType.String)).Expression!;
        var start = Stopwatch.GetTimestamp();
        var result = expression.Evaluate(new Dictionary<string, ExpressionValue> { ["text"] = ExpressionValue.Of(new string('a', 100_000) + "!" + new string('x', 100_000)) });
        Assert.True(result.IsValue || result.Error!.Limit is not null, result.Error?.ToString());
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Theory]
    [InlineData("(.{0,400}a){20}b")]
    [InlineData("((a{0,100}){0,100}){0,100}$")]
    [InlineData("a{1000000}")]
    public void A_pattern_that_needs_too_large_an_automaton_is_refused_before_it_is_built(string pattern) =>
        Assert.Contains("automaton", Assert.Single(Eval.Problems($"'a'.matches('{pattern}')")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_type_that_doubles_with_each_macro_of_a_chain_is_not_written_out()
    {
        var source = "[1]" + string.Concat(Enumerable.Repeat(".map(v, {v: v})", 90)) + " == 1";
        Assert.All(Eval.Problems(source), p => Assert.InRange(p.Message.Length, 1, 5_000));
    }

    [Fact]
    public void A_long_chain_of_or_is_not_deep() =>
        Assert.Equal("true", Eval.Json("false" + string.Concat(Enumerable.Repeat(" || false", 1_000)) + " || true"));

    private static string Nested(string pattern, int times, string inner)
    {
        for (var i = 0; i < times; i++)
        {
            inner = pattern.Replace("{0}", inner, StringComparison.Ordinal);
        }

        return inner;
    }
}

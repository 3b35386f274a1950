using OpsAutomation.Core.Expressions;
using OpsAutomation.Core.Expressions.Values;

namespace OpsAutomation.Unit.Core.Expressions;

public sealed class EvaluationTests
{
    [Theory]
    [InlineData("9007199254740993 == 9007199254740992.0", "false")]
    [InlineData("9007199254740993 > 9007199254740992.0", "true")]
    [InlineData("18446744073709551615u > 1.8446744073709550e19", "true")]
    [InlineData("18446744073709551615u < 1.8446744073709552e19", "true")]
    [InlineData("-1 < 0u && 0u > -1", "true")]
    [InlineData("1.5 > 1 && 1 < 1.5 && -1.5 < -1 && -1 > -1.5", "true")]
    [InlineData("double('NaN') == double('NaN') || double('NaN') < 1.0 || 1 >= double('NaN')", "false")]
    [InlineData("double('NaN') != double('NaN')", "true")]
    [InlineData("'\\U0001f600' > '\\uffff'", "true")]
    [InlineData("1 == '1' || [1] == [1, 2] || null == false", "false")]
    [InlineData("{'a': 1, 'b': [2u]} == {'b': [2.0], 'a': 1.0}", "true")]
    public void Comparison_is_exact_and_goes_across_types(string source, string expected) => Assert.Equal(expected, Eval.Json(source));

    [Theory]
    [InlineData("'πέντε'.size() + size('😀')", "6")]
    [InlineData("size(b'πέντε')", "10")]
    [InlineData("'a' + \"b\" + r'\\n'", "\"ab\\\\n\"")]
    [InlineData("string(1.0) + string(1e21) + string(7u) + string(true)", "\"11e+217true\"")]
    [InlineData("[1, 2] + [3]", "[1,2,3]")]
    [InlineData("{'a': 1}.a + {'a': 1}['a']", "2")]
    [InlineData("[1, 2, 3, 4].map(x, x % 2 == 0, x * x)", "[4,16]")]
    [InlineData("[[1, 2], [3]].map(x, x.map(y, y + size(x)))", "[[3,4],[4]]")]
    [InlineData("[1, 2].existsOne(x, x > 1) // a comment", "true")]
    [InlineData("true ? 1 : 2 / 0", "1")]
    [InlineData("-5 % 3", "-2")]
    public void Operators_functions_and_macros_give_what_the_language_says(string source, string expected) => Assert.Equal(expected, Eval.Json(source));

    [Theory]
    [InlineData("string(duration('1h1m1.5s'))", "\"3661.5s\"")]
    [InlineData("string(duration('-1.5ms'))", "\"-0.0015s\"")]
    [InlineData("string(duration('0'))", "\"0s\"")]
    [InlineData("timestamp('2024-02-29T12:00:00+02:30')", "\"2024-02-29T09:30:00Z\"")]
    [InlineData("timestamp('2024-03-01T00:00:00Z') - timestamp('2024-02-28T00:00:00Z') == duration('48h')", "true")]
    [InlineData("timestamp('0001-01-01T00:00:00Z').getFullYear('-01:00')", "0")]
    [InlineData("timestamp('9999-12-31T23:59:59Z').getFullYear('01:00')", "10000")]
    [InlineData("timestamp('2024-12-31T00:00:00Z').getDayOfYear()", "365")]
    [InlineData("timestamp('2026-11-24T00:00:00Z').getDayOfWeek()", "2")]
    [InlineData("timestamp('2026-07-01T12:00:00Z').getHours('Europe/Berlin')", "14")]
    [InlineData("duration('123.321456789s').getMilliseconds()", "321")]
    public void Times_are_exact_to_the_nanosecond_in_every_zone(string source, string expected) => Assert.Equal(expected, Eval.Json(source));

    [Theory]
    [InlineData("'abc\\n'.matches('c$')", "false")]
    [InlineData("'é'.matches('^\\\\w$') || '٣'.matches('\\\\d')", "false")]
    [InlineData("'😀'.matches('^.$') && '😀😀'.matches('^(a|😀){2}$') && '😀'.matches('^[x😀]$') && '😀'.matches('^[^a]$')", "true")]
    [InlineData("'ab-1'.matches('^[[:alpha:]]+-\\\\d$') && matches('x', '(?i)X')", "true")]
    [InlineData("'a]b'.matches('[]]') && 'Ä'.matches('\\\\p{Lu}') && 'a^'.matches('[\\\\^]$')", "true")]
    public void Patterns_mean_what_they_mean_in_the_language_and_not_on_the_platform(string source, string expected) => Assert.Equal(expected, Eval.Json(source));

    [Theory]
    [InlineData("'a'.matches('(?=a)')")]
    [InlineData("'a'.matches('(a)\\\\1')")]
    [InlineData("'a'.matches('a{5000}{5000}')")]
    [InlineData("'a'.matches('[')")]
    [InlineData("'a'.matches('*')")]
    [InlineData("timestamp('2023-02-29T00:00:00Z')")]
    [InlineData("timestamp('2023-02-28')")]
    [InlineData("timestamp(0).getHours('../../etc/passwd')")]
    [InlineData("duration('1')")]
    [InlineData("int('1.5')")]
    [InlineData("double('1e999')")]
    [InlineData("int(double('NaN'))")]
    [InlineData("uint(-1)")]
    [InlineData("1 + 1.0")]
    [InlineData("'a'.b")]
    [InlineData("has('a'.b)")]
    [InlineData("[1][-1]")]
    [InlineData("1.map(x, x)")]
    [InlineData("[1].filter(x, 'a')")]
    public void What_has_no_answer_is_an_error_and_no_guess(string source) => Assert.NotNull(Eval.Run(source).Error);

    [Fact]
    public void A_condition_that_cannot_be_judged_does_not_hold_and_says_why()
    {
        var expression = Expression.Compile("x.y > 1", ExpressionScope.Empty.With("x", ExpressionType.Dyn)).Expression!;
        var judged = expression.Judge(new Dictionary<string, ExpressionValue> { ["x"] = ExpressionValue.Of(new Dictionary<string, string> { ["y"] = "two" }) });
        Assert.False(judged.Holds);
        Assert.Equal("1:5: no such overload: _>_(string, int)", judged.Error!.ToString());
        Assert.True(expression.Judge(new Dictionary<string, ExpressionValue> { ["x"] = MapValue.Of([KeyValuePair.Create("y", ExpressionValue.Of(2L))]) }).Holds);
    }

    [Fact]
    public void An_error_names_the_key_and_the_types_and_never_a_value()
    {
        var text = Eval.Run("{'password': 'hunter2'}.password + 1").Error!.ToString();
        Assert.DoesNotContain("hunter2", text, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", Eval.Run("int('hunter2')").Error!.ToString(), StringComparison.Ordinal);
    }
}

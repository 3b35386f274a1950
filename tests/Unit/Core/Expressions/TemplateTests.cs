using OpsAutomation.Core.Expressions;
using OpsAutomation.Core.Expressions.Values;

namespace OpsAutomation.Unit.Core.Expressions;

public sealed class TemplateTests
{
    private static readonly ExpressionScope Scope = ExpressionScope.Empty.With("name", ExpressionType.String).With("n", ExpressionType.Int).With("none", ExpressionType.String.OrNull());

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("", "")]
    [InlineData("${name} has ${ n } of $5", "web ${n} has 3 of $5")]
    [InlineData("$${name} $$ $", "${name} $$ $")]
    [InlineData("${ {'}': '${'}['}'] + \"}\" }!", "${}!")]
    [InlineData("${n > 2 ? 'many' : 'few'}", "many")]
    public void Expressions_are_put_into_the_text_once_and_what_they_give_is_never_read_again(string source, string expected)
    {
        var (template, problems) = Template.Compile(source, Scope);
        Assert.Empty(problems);
        Assert.Equal(expected, template!.Render(Values).Text);
    }

    [Theory]
    [InlineData("a ${ nam }", "1:6")]
    [InlineData("line\nb ${ n + name }", "2:8")]
    [InlineData("b ${ n ", "1:3")]
    [InlineData("b ${ }", "1:6")]
    [InlineData("b ${ 'x }", "1:6")]
    [InlineData("b ${ [n] }", "1:5")]
    public void A_problem_has_its_place_in_the_whole_template(string source, string place)
    {
        var problem = Assert.Single(Template.Compile(source, Scope).Problems);
        Assert.Equal(place, $"{problem.Line}:{problem.Column}");
    }

    [Fact]
    public void Null_has_no_text_and_an_error_has_its_place()
    {
        Assert.Equal("1:5: no such overload: string(null)", Template.Compile("x ${none}", Scope).Template!.Render(Values).Error!.ToString());
        Assert.Equal("2:6: divide by zero", Template.Compile("x\n${ n / 0 }", Scope).Template!.Render(Values).Error!.ToString());
    }

    [Fact]
    public void The_text_and_the_steps_of_all_expressions_together_are_limited()
    {
        var large = new Dictionary<string, ExpressionValue> { ["name"] = ExpressionValue.Of(new string('a', 200_000)) };
        Assert.Equal("ValueSize", Template.Compile("${name}${name}", Scope).Template!.Render(large).Error!.Limit);
        var limits = new ExpressionLimits { Steps = 20 };
        Assert.NotNull(Template.Compile("${n+n+n}", Scope, limits).Template!.Render(Values).Text);
        Assert.Equal("Steps", Template.Compile("${n+n+n}${n+n+n}${n+n+n}${n+n+n}${n+n+n}", Scope, limits).Template!.Render(Values).Error!.Limit);
    }

    [Fact]
    public void A_template_that_is_one_expression_keeps_the_type_of_its_value()
    {
        Assert.Equal(4L, ((IntValue)Template.Compile("${ n + 1 }", Scope).Template!.Single!.Evaluate(Values).Value!).Value);
        Assert.NotNull(Template.Compile("${ [n] }", Scope).Template!.Single);
        Assert.Null(Template.Compile(" ${ n + 1 }", Scope).Template!.Single);
    }

    private static Dictionary<string, ExpressionValue> Values => new()
    {
        ["name"] = ExpressionValue.Of("web ${n}"),
        ["n"] = ExpressionValue.Of(3L),
        ["none"] = NullValue.Instance,
    };
}

using OpsAutomation.Core.Expressions;

namespace OpsAutomation.Unit.Core.Expressions;

public sealed class CheckerTests
{
    private static readonly RecordType Disk = RecordType.OfValues("disk", new Dictionary<string, ExpressionType>
    {
        ["size"] = ExpressionType.Int,
        ["name"] = ExpressionType.String,
        ["tags"] = ExpressionType.StringMap,
        ["used"] = ExpressionType.Double.OrNull(),
    });

    private static readonly ExpressionScope Scope = ExpressionScope.Empty
        .With("disk", Disk)
        .With("disks", ExpressionType.List(ExpressionType.Of(Disk)))
        .With("now", ExpressionType.Timestamp)
        .With("a.b", ExpressionType.Int)
        .With("any", ExpressionType.Dyn);

    [Theory]
    [InlineData("dsk.size > 1", "1:1: undeclared reference to 'dsk'. Declared: a.b, any, disk, disks, now.")]
    [InlineData("disk.sise > 1", "1:6: disk has no field 'sise'. It has size, name, tags, used.")]
    [InlineData("disk.name > 1", "1:11: '>' does not go between string and int.")]
    [InlineData("disk.size == 'big'", "1:11: '==' does not go between int and string.")]
    [InlineData("disk.size == null", "1:11: '==' does not go between int and null.")]
    [InlineData("disk.size + 1.5", "1:11: '+' does not go between int and double. Convert one of them: double(), int() or uint().")]
    [InlineData("disks.all(d, d.nam == 'x')", "1:16: disk has no field 'nam'. It has size, name, tags, used.")]
    [InlineData("disks.all(d, d.name)", "1:16: The condition of a macro is string, not bool.")]
    [InlineData("disk.name.contains(1)", "1:11: contains() does not take string, int.")]
    [InlineData("disk.name.contains()", "1:11: contains() takes 1 arguments, not 0.")]
    [InlineData("contains(disk.name, 'x')", "1:1: There is no function 'contains' without a receiver. Write value.contains(...).")]
    [InlineData("disk.name.reverse()", "1:11: There is no function 'reverse' on a value.")]
    [InlineData("disk.name && true", "1:6: What stands beside '&&' is string, not bool.")]
    [InlineData("disk.size in ['a']", "1:11: 'in' does not go between int and list(string).")]
    [InlineData("disk.name.matches('(')", "1:11: matches(): invalid pattern: InsufficientClosingParentheses")]
    [InlineData("now - 5 > now", "1:5: '-' does not go between timestamp and int.")]
    [InlineData("true &&\n  disk.foo", "2:8: disk has no field 'foo'. It has size, name, tags, used.")]
    [InlineData("disk.tags.env", "1:11: The expression gives string, not bool.")]
    public void A_mistake_is_told_with_its_place_before_anything_runs(string source, string expected) =>
        Assert.Equal(expected, Assert.Single(Eval.Problems(source, Scope, ExpressionType.Bool)).ToString());

    [Theory]
    [InlineData("disk.used != null && disk.used > 0.8")]
    [InlineData("has(disk.used) && disk.size > 1.5")]
    [InlineData("disk.tags.env == 'prod' || 'team' in disk.tags")]
    [InlineData("any.anything[0].at == 1")]
    [InlineData("a.b > 1 && .now > now - duration('5m')")]
    [InlineData("disks.exists(d, d.size > disk.size && d.tags['x'].startsWith('y'))")]
    [InlineData("disks.map(d, d.name).size() == 2")]
    public void What_is_right_passes(string source) => Assert.Empty(Eval.Problems(source, Scope, ExpressionType.Bool));

    [Fact]
    public void All_problems_are_told_at_once_with_codes_that_stay() =>
        Assert.Equal(["1:1 OPS1802", "1:17 OPS1802", "1:22 OPS1802"], Eval.Problems("nothing > disks.a && foo(1)", Scope).Select(p => $"{p.Line}:{p.Column} {p.Code}"));

    [Theory]
    [InlineData("type(1) == int", UnsupportedFeature.TypeValues)]
    [InlineData("dyn(1) == null_type || true", UnsupportedFeature.TypeValues)]
    [InlineData("Msg{a: 1}.a == 1", UnsupportedFeature.ProtobufMessages)]
    [InlineData("google.protobuf.Timestamp{seconds: 1}", UnsupportedFeature.ProtobufMessages)]
    [InlineData("google.protobuf.NullValue.NULL_VALUE == null", UnsupportedFeature.Enums)]
    public void What_the_subset_leaves_out_is_refused_as_such_even_without_checks(string source, UnsupportedFeature feature)
    {
        var problems = Expression.Compile(source, ExpressionScope.Unchecked).Problems;
        Assert.Contains(problems, p => p.Unsupported == feature);
        Assert.All(problems, p => Assert.Equal(ProblemKind.Unsupported, p.Kind));
    }

    [Fact]
    public void The_variables_that_an_expression_uses_are_known()
    {
        var expression = Expression.Compile("disk.size > 1 && disks.exists(disk, disk.size > a.b)", Scope).Expression!;
        Assert.Equal(["a.b", "disk", "disks"], expression.Variables.Order(StringComparer.Ordinal));
        Assert.Equal(ExpressionType.Bool, expression.ResultType);
    }
}

using OpsAutomation.Core.Expressions;
using OpsAutomation.Core.Expressions.Conformance;

namespace OpsAutomation.Unit.Core.Expressions;

public sealed class ConformanceTests
{
    public static TheoryData<string> Files => new(CaseFolder.Files);

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_case_passes_or_is_refused_as_unsupported(string file)
    {
        var failed = CaseFolder.Cases(file).Select(CaseRunner.Run)
            .Where(r => r.Outcome == CaseOutcome.Failed)
            .Select(r => $"{r.Case.Section}/{r.Case.Name}: {r.Case.Source}: {r.Detail}");
        Assert.Empty(failed);
    }

    [Fact]
    public void The_cases_that_are_left_out_are_exactly_those_that_are_listed_and_each_has_an_allowed_reason()
    {
        var refused = CaseFolder.Files
            .SelectMany(file => CaseFolder.Cases(file).Select(CaseRunner.Run)
                .Where(r => r.Outcome == CaseOutcome.Unsupported)
                .Select(r => $"{file[..^".json".Length]} {r.Case.Section}/{r.Case.Name}: {Reason(r.Unsupported)}"));
        var listed = CaseFolder.Text("left-out.txt").Split('\n').Where(line => line.Length > 0 && line[0] != '#');
        Assert.Equal(listed.Order(StringComparer.Ordinal), refused.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_case_that_gives_a_value_unchecked_gives_the_same_where_the_checker_lets_it_pass()
    {
        var cases = CaseFolder.Files.SelectMany(CaseFolder.Cases).Where(c => c.Value is not null && c.Bindings.Count == 0).ToArray();
        var refused = new List<string>();
        foreach (var @case in cases)
        {
            var compiled = Expression.Compile(@case.Source, ExpressionScope.Empty);
            if (compiled.Expression is null)
            {
                refused.Add(@case.Source);
                continue;
            }

            var value = compiled.Expression.Evaluate().Value;
            Assert.True(value is not null && CaseValue.AreSame(value, CaseValue.Read(@case.Value!.Value)!), @case.Source);
        }

        // What the checker refuses of them: undeclared names and functions, operands of the wrong type, and type values.
        Assert.InRange(refused.Count, 1, cases.Length / 5);
        Assert.All(refused, source => Assert.Matches(@"\|\||&&|\btype\(|^(bool|int|uint|double|string|bytes|list|map|null_type|type)$|'foo', 3\]|'key'", source));
    }

    private static string Reason(UnsupportedFeature? feature) => feature switch
    {
        UnsupportedFeature.ProtobufMessages => "protobuf messages",
        UnsupportedFeature.Enums => "enums",
        UnsupportedFeature.TypeValues => "type values",
        _ => "not allowed",
    };
}

using OpsAutomation.SimulatedAzure.Estates;

namespace OpsAutomation.Unit.SimulatedAzure;

public class EstateFiles
{
    [Fact]
    public void Every_problem_of_a_file_is_reported_at_once_with_its_place()
    {
        const string file = """
            estate: broken
            colour: red
            subscriptions:
              - id: not-a-uuid
                resourceGroups:
                  - name: rg
                    resources:
                      - name: a
                        type: Microsoft.Cache/redis
                      - name: b
                        type: Microsoft.Compute/virtualMachineScaleSets
                        sku: { capacity: many }
                        metrics:
                          - { name: m, unit: Percent, load: { base: -1, lag: soon } }
                          - { name: n }
                      - name: b
                        type: Microsoft.Compute/virtualMachineScaleSets
            """;

        var problems = Assert.Throws<EstateException>(() => EstateReader.Read("e.yaml", file)).Problems;

        Assert.Equal(
            [
                (2, 1, "OPS9003"), (4, 9, "OPS9004"), (9, 19, "OPS9006"), (12, 18, "OPS9004"), (14, 57, "OPS9004"), (14, 66, "OPS9004"),
                (15, 25, "OPS9004"), (16, 19, "OPS9005"),
            ],
            problems.Select(problem => ((int)problem.Line, (int)problem.Column, problem.Code)));
        Assert.StartsWith("e.yaml:2:1: OPS9003: unknown field 'colour'", problems[0].ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("estate: [", 1)]
    [InlineData("estate: &a x\nsubscriptions: *a", 1)]
    [InlineData("estate: a\nestate: b", 1)]
    [InlineData("- a", 1)]
    [InlineData("{}", 2)]
    [InlineData("estate: x\n---\nestate: y", 1)]
    public void A_file_that_is_not_an_estate_is_refused_and_never_crashes(string text, int expected)
    {
        var problems = Assert.Throws<EstateException>(() => EstateReader.Read("e.yaml", text)).Problems;

        Assert.Equal(expected, problems.Count);
    }

    [Fact]
    public void A_file_nested_without_end_is_refused()
    {
        var problems = Assert.Throws<EstateException>(() => EstateReader.Read("e.yaml", new string('[', 5000))).Problems;

        Assert.Contains("nested deeper", Assert.Single(problems).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0s", 0)]
    [InlineData("90s", 90)]
    [InlineData("5m", 300)]
    [InlineData("2h", 7200)]
    [InlineData("1d", 86400)]
    public void Time_spans_are_a_number_and_a_unit(string text, int seconds)
    {
        Assert.True(Spans.TryRead(text, out var span));
        Assert.Equal(TimeSpan.FromSeconds(seconds), span);
    }

    [Theory]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("5")]
    [InlineData("-5m")]
    [InlineData("1.5h")]
    [InlineData("5w")]
    [InlineData("0w")]
    [InlineData("99999999999d")]
    public void Anything_else_is_not_a_time_span(string text) => Assert.False(Spans.TryRead(text, out _));
}

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
}

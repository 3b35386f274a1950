using OpsAutomation.Core.Correlation.Settings;

namespace OpsAutomation.Unit.Core.Correlation;

public sealed class EchoSettingTests
{
    [Fact]
    public void Those_the_deployment_runs_under_are_known_besides_those_that_are_listed_each_once_in_lower_case() =>
        Assert.Equal(["a", "b", "c"], new EchoSetting(["a", "b"]).And(["B", " c ", "", "  "]).Principals);

    [Fact]
    public void Nothing_listed_and_nothing_known_is_nothing() => Assert.Empty(EchoSetting.None.And([]).Principals);
}

using OpsAutomation.Cli.Rehearsing.Campaigns;

namespace OpsAutomation.Unit.Cli.Rehearsing;

public sealed class EscalationReasonTests
{
    [Theory]
    [InlineData("Guardrails refuse step scale-out: runs-per-day: it has had 2 of 2 runs. hold: ana holds it.", "Guardrails refuse: runs-per-day")]
    [InlineData("The plan was rejected by ben: As rehearsed.", "The plan was rejected by …")]
    [InlineData("Step scale-out was done and did not help: Percentage CPU is 95.", "Step … was done and did not help")]
    [InlineData("Whether INC-20261124-00d54cd05b took effect cannot be told: The log may lag.", "Whether … took effect cannot be told")]
    [InlineData("Nobody decided in time.", "Nobody decided in time.")]
    public void Two_incidents_with_the_same_kind_of_trouble_have_one_reason(string reason, string general) =>
        Assert.Equal(general, EscalationReason.Of(reason));
}

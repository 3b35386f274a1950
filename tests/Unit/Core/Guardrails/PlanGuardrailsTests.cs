using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Playbooks;
using OpsAutomation.Unit.Core.Incidents;
using OpsAutomation.Unit.Core.Playbooks.Loading;

namespace OpsAutomation.Unit.Core.Guardrails;

public sealed class PlanGuardrailsTests
{
    private static readonly PlaybookLimits Limits = new(6, TimeSpan.FromMinutes(15), 4);

    [Theory]
    [InlineData(6, 6, true)]
    [InlineData(7, 6, false)]
    [InlineData(7, null, false)]
    [InlineData(null, 6, false)]
    public void A_counting_plan_passes_only_when_it_says_how_many_and_that_is_allowed(int? after, int? max, bool passes)
    {
        var verdicts = PlanGuardrails.Check(Samples.Plan() with { CapacityAfter = after }, TestActions.ScaleOut, Limits with { MaxCapacity = max });

        Assert.Equal(passes, verdicts.Refusals().Count == 0);
    }

    [Fact]
    public void A_protected_target_is_left_to_people() =>
        Assert.Equal(
            ["protected: vmss-checkout is protected by a lock."],
            PlanGuardrails.Check(Samples.Plan() with { ProtectedBy = "a lock" }, TestActions.ScaleOut, Limits).Refusals());

    [Fact]
    public void A_target_without_identity_is_refused() =>
        Assert.NotEmpty(PlanGuardrails.Check(Samples.Plan() with { Target = new ActionTarget(Samples.Resource, " ", "n") }, TestActions.ScaleOut, Limits).Refusals());

    [Fact]
    public void Tags_protect_ignoring_case()
    {
        var settings = new GuardrailSettings(10, TimeSpan.FromMinutes(5), "protected", ["true"]);

        Assert.Equal("the tag Protected: TRUE", settings.ProtectedBy([new("Protected", "TRUE")]));
        Assert.Null(settings.ProtectedBy([new("protected", "false")]));
    }
}

using OpsAutomation.Core.Actions;
using OpsAutomation.Core.EarnedAutonomy;
using OpsAutomation.Unit.Core.Incidents;

namespace OpsAutomation.Unit.Core.EarnedAutonomy;

public sealed class ShadowComparisonTests
{
    private const string Write = "Microsoft.Compute/virtualMachineScaleSets/write";

    private static readonly ActionDescriptor ScaleOut = new()
    {
        Name = "vmss.scale-out",
        ResourceType = "Microsoft.Compute/virtualMachineScaleSets",
        Parameters = [],
        Permissions = ["Microsoft.Compute/virtualMachineScaleSets/read", Write],
        Reversibility = Reversibility.Reversible,
        ChangesCount = true,
    };

    [Fact]
    public void People_did_it_when_they_used_an_operation_of_the_action_on_every_target()
    {
        Assert.True(ShadowComparison.Done([(ScaleOut, [Seen(Write.ToUpperInvariant())])]));
        Assert.False(ShadowComparison.Done([(ScaleOut, [Seen(Write)]), (ScaleOut, [])]));
    }

    [Fact]
    public void Another_operation_or_a_read_is_something_else()
    {
        Assert.False(ShadowComparison.Done([(ScaleOut, [Seen("Microsoft.Compute/virtualMachineScaleSets/restart/action")])]));
        Assert.False(ShadowComparison.Done([(ScaleOut, [Seen("Microsoft.Compute/virtualMachineScaleSets/read")])]));
    }

    [Fact]
    public void What_cannot_be_read_is_no_answer_unless_another_target_says_no()
    {
        Assert.Null(ShadowComparison.Done([]));
        Assert.Null(ShadowComparison.Done([(ScaleOut, null)]));
        Assert.Null(ShadowComparison.Done([(ScaleOut, null), (ScaleOut, [Seen(Write)])]));
        Assert.False(ShadowComparison.Done([(ScaleOut, null), (ScaleOut, [])]));
    }

    private static SeenChange Seen(string operation) => new(operation, "ana@contoso.com", Samples.Now);
}

using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Guardrails.Holds;
using OpsAutomation.Core.Guardrails.Settings;

namespace OpsAutomation.Unit.Core.Guardrails;

/// <summary>The rules about what is touched: scopes, what is ours, what is protected, what a person holds.</summary>
public sealed class PlaceRuleTests
{
    private static readonly OwnThings Own = new(["/subscriptions/s1/resourceGroups/ops"], ["0f8e-app"], ["admin@shop.example"]);

    [Theory]
    [InlineData("/subscriptions/s1", true)]
    [InlineData("/subscriptions/S1/resourceGroups/SHOP", true)]
    [InlineData("/subscriptions/s1/resourceGroups/sho", false)]
    [InlineData("/subscriptions/s2", false)]
    [InlineData("catalogue", true)]
    [InlineData("*", true)]
    public void Automation_acts_inside_its_scopes(string scope, bool passes) =>
        Assert.Equal(passes, AllowedScopesRule.Check(RuleFacts.Free(), [scope]).Allowed);

    [Fact]
    public void Without_scopes_nothing_is_allowed() => Assert.False(AllowedScopesRule.Check(RuleFacts.Free(), []).Allowed);

    [Fact]
    public void What_no_service_lists_is_outside_of_the_catalogue()
    {
        var facts = RuleFacts.Free() with { Resources = [RuleFacts.Resource(), RuleFacts.Resource("/subscriptions/s1/x") with { Service = null }] };

        Assert.Equal(VerdictKind.Refused, AllowedScopesRule.Check(facts, ["catalogue"]).Kind);
    }

    [Theory]
    [InlineData("/subscriptions/s1/resourcegroups/ops/providers/microsoft.web/sites/func")]
    [InlineData("/applications/0F8E-APP")]
    [InlineData("/users/Admin@shop.example")]
    public void What_is_ours_and_what_lets_people_in_is_never_touched(string resource) =>
        Assert.Equal(VerdictKind.Refused, OwnResourceRule.Check(RuleFacts.Free(resource), Own).Kind);

    [Fact]
    public void Nor_is_it_when_another_name_leads_to_it()
    {
        Assert.False(OwnResourceRule.Check(RuleFacts.Free() with { Identities = ["0f8e-APP"] }, Own).Allowed);
        Assert.False(OwnResourceRule.Check(RuleFacts.Free() with { Identities = ["msi-1"], OwnIdentities = ["MSI-1"] }, OwnThings.None).Allowed);
        Assert.True(OwnResourceRule.Check(RuleFacts.Free(), Own).Allowed);
    }

    [Fact]
    public void The_tag_of_our_own_resources_protects_whatever_the_settings_say()
    {
        var settings = new GuardrailSettings(1, TimeSpan.FromMinutes(1), "x", ["y"]);

        Assert.NotNull(settings.ProtectedBy([new("Ops-Automation-Own", "prod")]));
        Assert.Null(settings.ProtectedBy([new("other", "prod")]));
    }

    [Theory]
    [InlineData("/subscriptions/s1/resourceGroups/shop/providers/Microsoft.Compute/virtualMachines/web-*", false)]
    [InlineData("/subscriptions/s1/resourceGroups/shop/providers/Microsoft.Compute/virtualMachines/db-*", true)]
    public void Resources_that_the_settings_protect_are_left_to_people(string pattern, bool passes) =>
        Assert.Equal(passes, ProtectedListRule.Check(RuleFacts.Free(), [pattern]).Allowed);

    [Theory]
    [InlineData(RuleFacts.Vm, 1, false)]
    [InlineData("/subscriptions/s1/resourcegroups/shop", 1, false)]
    [InlineData("/subscriptions/s1", 1, false)]
    [InlineData("/subscriptions/s1/resourcegroups/sho", 1, true)]
    [InlineData(RuleFacts.Vm, 0, true)]
    [InlineData(RuleFacts.Vm + "/extensions/agent", 1, false)]
    [InlineData(RuleFacts.Vm + "-b/extensions/agent", 1, true)]
    public void A_hold_covers_what_is_below_it_and_what_contains_it_until_it_ends(string held, int minutesLeft, bool passes)
    {
        var facts = RuleFacts.Free() with { Holds = [new Hold(held, RuleFacts.Now.AddMinutes(minutesLeft), "ana", "migrating", RuleFacts.Now)] };

        Assert.Equal(passes, HoldRule.Check(facts).Allowed);
        Assert.True(HoldRule.Check(facts with { Purpose = ChangePurpose.PersonUndo }).Allowed);
    }

    [Fact]
    public void Holds_that_cannot_be_read_refuse() => Assert.False(HoldRule.Check(RuleFacts.Free() with { Holds = null }).Allowed);
}

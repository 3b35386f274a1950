using OpsAutomation.Core.Alerts.Senders;
using OpsAutomation.Core.Correlation;
using OpsAutomation.Core.Services;
using OpsAutomation.Unit.Core.Correlation;

namespace OpsAutomation.Unit.Core.Alerts.Senders;

public sealed class SenderScopeTests
{
    private const string Shop = "/subscriptions/1/resourcegroups/rg-shop/providers/microsoft.compute/virtualmachines/web";
    private const string Bank = "/subscriptions/2/resourcegroups/rg-bank/providers/microsoft.compute/virtualmachines/vault";

    private static readonly ServiceCatalog Services = new(
    [
        new Service("shop", "o", null, 1, [], [new ResourcePattern("/subscriptions/1/resourceGroups/rg-shop")], []),
        new Service("bank", "o", null, 1, [], [new ResourcePattern("/subscriptions/2/resourceGroups/rg-bank")], []),
    ]);

    [Theory]
    [InlineData("/subscriptions/1", null, Shop, "shop", true)]
    [InlineData("/subscriptions/1/resourceGroups/rg-shop", null, Shop, "shop", true)]
    [InlineData("/subscriptions/*", null, Bank, "bank", true)]
    [InlineData(null, "shop", Shop, "shop", true)]
    [InlineData(null, "*", Bank, "bank", true)]
    [InlineData(null, "shop", null, "shop", true)]
    [InlineData(null, null, null, null, true)]
    [InlineData("/subscriptions/1", null, Bank, "bank", false)]
    [InlineData("/subscriptions/1/resourceGroups/rg-shop-other", null, Shop, "shop", false)]
    [InlineData(null, "shop", Bank, "bank", false)]
    [InlineData(null, "shop", null, "bank", false)]
    [InlineData(null, null, Shop, "shop", false)]
    [InlineData(null, null, null, "shop", false)]
    [InlineData("/subscriptions/1", null, Shop, "bank", false)]
    public void A_source_names_what_it_may_and_everything_else_is_a_claim(string? scope, string? service, string? resource, string? named, bool may)
    {
        var sender = new Sender("azure-monitor", []) { Scopes = scope is null ? [] : [new ResourcePattern(scope)], Services = service is null ? [] : [service] };
        var said = SomeAlert.Firing("a", resource, named);

        var held = SenderScope.Hold(sender, said, Services);

        if (may)
        {
            Assert.Same(said, held);
            return;
        }

        Assert.Equal((null, null, said.Fingerprint), (held.Resource, held.Service, held.Fingerprint));
        Assert.Equal(resource, held.Labels.GetValueOrDefault(SenderScope.ClaimedResource));
        Assert.Equal(named, held.Labels.GetValueOrDefault(SenderScope.ClaimedService));
        Assert.Contains("may not name", held.Triage, StringComparison.Ordinal);
    }

    [Fact]
    public void A_source_that_is_listed_no_more_may_name_nothing() =>
        Assert.NotNull(SenderScope.Hold(null, SomeAlert.Firing("a", Shop, "shop"), Services).Triage);

    [Fact]
    public void Its_incident_opens_and_says_why_nothing_runs()
    {
        var held = SenderScope.Hold(null, SomeAlert.Firing("a", Shop, "shop"), Services);

        var decision = Correlator.Decide(ScopeState.Empty("s"), held, SomeAlert.Noon);

        Assert.Equal(DispositionKind.Opened, decision.Disposition.Kind);
        Assert.Contains(Shop, decision.Disposition.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_not_in_the_scope_of_the_service_that_it_claims() =>
        Assert.NotEqual(
            ScopeKey.Of(SomeAlert.Firing("a", Shop, "shop"), Services),
            ScopeKey.Of(SenderScope.Hold(null, SomeAlert.Firing("a", Shop, "shop"), Services), Services));
}

using FsCheck;
using FsCheck.Fluent;
using OpsAutomation.Core.Correlation;
using OpsAutomation.Core.Services;

namespace OpsAutomation.Unit.Core.Correlation;

public sealed class ScopeKeyTests
{
    private const string Web = "/subscriptions/1/resourcegroups/rg-shop/providers/microsoft.compute/virtualmachines/web";
    private static readonly ServiceCatalog Services = new([new Service("shop-web", "maria", null, 1, [], [new ResourcePattern(Web)], [])]);

    [Fact]
    public void The_service_is_the_scope_where_there_is_one() => Assert.Equal("svc-shop-web", ScopeKey.Of(SomeAlert.Firing("a", Web), Services));

    [Fact]
    public void A_service_of_the_catalogue_that_the_sender_named_is_the_scope_too()
    {
        Assert.Equal("svc-shop-web", ScopeKey.Of(SomeAlert.Firing("a", service: "shop-web"), Services));
        Assert.StartsWith("rule-", ScopeKey.Of(SomeAlert.Firing("a", service: "no-such"), Services), StringComparison.Ordinal);
    }

    [Fact]
    public void Else_the_resource_group_of_that_subscription()
    {
        var one = ScopeKey.Of(SomeAlert.Firing("a", Web), ServiceCatalog.Empty);
        Assert.StartsWith("rg-rg-shop~", one, StringComparison.Ordinal);
        Assert.NotEqual(one, ScopeKey.Of(SomeAlert.Firing("a", Web.Replace("/1/", "/2/", StringComparison.Ordinal)), ServiceCatalog.Empty));
        Assert.Equal(one, ScopeKey.Of(SomeAlert.Firing("b", Web + "2", rule: "other"), ServiceCatalog.Empty));
    }

    [Fact]
    public void Else_the_source_and_rule() => Assert.StartsWith("rule-cpu-high~", ScopeKey.Of(SomeAlert.Firing("a"), Services), StringComparison.Ordinal);

    [Fact]
    public void Whatever_a_rule_is_called_its_scope_is_a_safe_short_key_of_its_own() =>
        Prop.ForAll<NonNull<string>, NonNull<string>>((a, b) =>
        {
            var (one, two) = (ScopeKey.Of(SomeAlert.Firing("a", rule: a.Get), Services), ScopeKey.Of(SomeAlert.Firing("a", rule: b.Get), Services));
            return one.Length <= 80 && one.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || "-._~".Contains(c, StringComparison.Ordinal))
                && (one == two) == (a.Get == b.Get || (HasLoneSurrogate(a.Get) && HasLoneSurrogate(b.Get)));
        }).QuickCheckThrowOnFailure();

    private static bool HasLoneSurrogate(string text) => text.EnumerateRunes().Any(r => r.Value == 0xFFFD);
}

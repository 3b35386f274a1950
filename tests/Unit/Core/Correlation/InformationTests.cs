using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Correlation;

namespace OpsAutomation.Unit.Core.Correlation;

public sealed class InformationTests
{
    [Fact]
    public void Information_opens_nothing_joins_nothing_and_says_why()
    {
        var open = Correlator.Decide(ScopeState.Empty("svc-shop-web"), SomeAlert.Firing("a", service: "shop-web"), SomeAlert.Noon).Next;
        var decision = Correlator.Decide(open, SomeAlert.Firing("b", service: "shop-web", rule: "deployment") with { Status = AlertStatus.Information }, SomeAlert.Noon);

        Assert.Equal((DispositionKind.Suppressed, null), (decision.Disposition.Kind, decision.Disposition.IncidentId));
        Assert.Contains("information", decision.Disposition.Reason, StringComparison.Ordinal);
        Assert.Empty(decision.Effects);
        Assert.Same(open, decision.Next);
    }
}

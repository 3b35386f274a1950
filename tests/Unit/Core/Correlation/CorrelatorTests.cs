using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Correlation;

namespace OpsAutomation.Unit.Core.Correlation;

public sealed class CorrelatorTests
{
    private ScopeState _state = ScopeState.Empty("svc-shop");

    [Fact]
    public void The_first_firing_opens_an_incident_with_a_deterministic_id()
    {
        var decision = Decide(SomeAlert.Firing("al-1", "web"));
        Assert.Equal(DispositionKind.Opened, decision.Disposition.Kind);
        Assert.Matches("^INC-20261124-[0-9a-f]{10}$", decision.Disposition.IncidentId);
        Assert.Equal(Correlator.IncidentIdFor("al-1", SomeAlert.Noon), decision.Disposition.IncidentId);
        Assert.IsType<CorrelationEffect.Open>(Assert.Single(decision.Effects));
    }

    [Fact]
    public void The_same_condition_again_is_deduplicated_and_counted()
    {
        Decide(SomeAlert.Firing("al-1", "web"));
        var decision = Decide(SomeAlert.Firing("al-2", "web", minute: 5));
        Assert.Equal(DispositionKind.Deduplicated, decision.Disposition.Kind);
        Assert.Empty(decision.Effects);
        Assert.Equal(1, Assert.Single(_state.Open.Values).Repeats);
    }

    [Fact]
    public void Two_machines_under_one_rule_without_a_service_are_two_incidents()
    {
        Decide(SomeAlert.Firing("al-1", "vm-1"));
        Assert.Equal(DispositionKind.Opened, Decide(SomeAlert.Firing("al-2", "vm-2")).Disposition.Kind);
        Assert.Equal(2, _state.Open.Count);
    }

    [Fact]
    public void Another_rule_on_the_same_resource_joins_and_so_does_another_resource_of_the_same_service()
    {
        var opened = Decide(SomeAlert.Firing("al-1", "web", "shop")).Disposition.IncidentId;
        var byResource = Decide(SomeAlert.Firing("al-2", "web", "shop", rule: "memory"));
        var byService = Decide(SomeAlert.Firing("al-3", "db", "shop"));

        Assert.All([byResource, byService], d => Assert.Equal((DispositionKind.Merged, opened), (d.Disposition.Kind, d.Disposition.IncidentId)));
        Assert.Contains("same resource", byResource.Disposition.Reason, StringComparison.Ordinal);
        Assert.Contains("same service", byService.Disposition.Reason, StringComparison.Ordinal);
        Assert.Equal(3, Assert.Single(_state.Open.Values).AlertCount);
    }

    [Fact]
    public void All_is_clear_only_when_the_last_condition_has_ended()
    {
        Decide(SomeAlert.Firing("al-1", "web", "shop"));
        Decide(SomeAlert.Firing("al-2", "db", "shop"));
        Assert.Empty(Decide(SomeAlert.Resolved("al-3", "web", "shop", minute: 10)).Effects);
        var last = Decide(SomeAlert.Resolved("al-4", "db", "shop", minute: 11));
        Assert.Equal(DispositionKind.Resolved, last.Disposition.Kind);
        Assert.Equal("al-4", Assert.IsType<CorrelationEffect.AllClear>(Assert.Single(last.Effects)).AlertId);
    }

    [Fact]
    public void A_resolution_of_nothing_opens_nothing_and_still_has_a_disposition()
    {
        var decision = Decide(SomeAlert.Resolved("al-1", "web", minute: 1));
        Assert.Equal((DispositionKind.Resolved, null), (decision.Disposition.Kind, decision.Disposition.IncidentId));
        Assert.Contains("Nothing was open", decision.Disposition.Reason, StringComparison.Ordinal);
        Assert.Empty(decision.Effects);
        Assert.Empty(_state.Open);
    }

    [Fact]
    public void A_firing_that_arrives_after_its_end_opens_nothing()
    {
        Decide(SomeAlert.Resolved("al-2", "web", minute: 10));
        var late = Decide(SomeAlert.Firing("al-1", "web", minute: 5));
        Assert.Equal(DispositionKind.Resolved, late.Disposition.Kind);
        Assert.Contains("late", late.Disposition.Reason, StringComparison.Ordinal);
        Assert.Empty(_state.Open);
    }

    [Fact]
    public void A_resolution_older_than_the_newest_firing_ends_nothing()
    {
        Decide(SomeAlert.Firing("al-3", "web", minute: 20));
        Assert.Empty(Decide(SomeAlert.Resolved("al-2", "web", minute: 10)).Effects);
        Assert.Single(Assert.Single(_state.Open.Values).Firing);
    }

    [Fact]
    public void A_closed_incident_swallows_nothing()
    {
        var first = Decide(SomeAlert.Firing("al-1", "web", "shop")).Disposition.IncidentId!;
        _state = _state with { Open = _state.Open.Remove(first) };
        var again = Decide(SomeAlert.Firing("al-2", "web", "shop", minute: 5));
        Assert.Equal(DispositionKind.Opened, again.Disposition.Kind);
        Assert.NotEqual(first, again.Disposition.IncidentId);
    }

    [Fact]
    public void A_condition_that_comes_back_before_the_close_joins_its_incident()
    {
        var first = Decide(SomeAlert.Firing("al-1", "web")).Disposition.IncidentId;
        Decide(SomeAlert.Resolved("al-2", "web", minute: 5));
        Assert.Equal((DispositionKind.Merged, first), Kind(Decide(SomeAlert.Firing("al-3", "web", minute: 9))));
        Assert.Single(Assert.Single(_state.Open.Values).Firing);
    }

    [Fact]
    public void A_condition_without_resource_and_service_comes_back_to_its_incident_too()
    {
        var first = Decide(SomeAlert.Firing("al-1")).Disposition.IncidentId;
        Decide(SomeAlert.Resolved("al-2", minute: 5));
        Assert.Equal((DispositionKind.Merged, first), Kind(Decide(SomeAlert.Firing("al-3", minute: 9))));
    }

    [Fact]
    public void Every_disposition_says_why_and_what_otherwise()
    {
        Alert[] all = [SomeAlert.Firing("1", "web"), SomeAlert.Firing("2", "web"), SomeAlert.Resolved("3", "web", minute: 5), SomeAlert.Resolved("4", "web", minute: 6), SomeAlert.Firing("5", "web", minute: 2)];
        Assert.All(all.Select(Decide), d => Assert.True(d.Disposition.Reason.Length > 20 && d.Disposition.Otherwise.Length > 20));
    }

    private static (DispositionKind, string?) Kind(CorrelationDecision decision) => (decision.Disposition.Kind, decision.Disposition.IncidentId);

    private CorrelationDecision Decide(Alert alert)
    {
        var decision = Correlator.Decide(_state, alert, SomeAlert.Noon);
        _state = decision.Next;
        return decision;
    }
}

using FsCheck;
using FsCheck.Fluent;
using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Classification;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Notifications;
using OpsAutomation.Core.Services;
using OpsAutomation.Unit.Core.Classification;

namespace OpsAutomation.Unit.Core.Notifications;

/// <summary>Page or ticket, with the shipped rules.</summary>
public sealed class RoutingTests
{
    private static readonly DateTimeOffset Night = new(2026, 11, 24, 2, 0, 0, TimeSpan.Zero);
    private static readonly Service Shop = new("shop-web", "maria", "shop", 1, ["ben", "ana"], [], []);
    private static readonly Routing Shipped = ShippedCatalog.Routing();

    [Theory]
    [InlineData("unknown", Severity.Sev0, Urgency.Page, "ana")]
    [InlineData("unknown", Severity.Sev2, Urgency.Page, "ana")]
    [InlineData("unknown", Severity.Sev3, Urgency.Ticket, "ana")]
    [InlineData("change", Severity.Sev4, Urgency.Record, "")]
    [InlineData("change", Severity.Sev1, Urgency.Page, "ben")]
    [InlineData("change", Severity.Sev2, Urgency.Ticket, "team shop")]
    [InlineData("budget", Severity.Sev1, Urgency.Ticket, "maria")]
    [InlineData("cost-idle", Severity.Sev4, Urgency.Ticket, "maria")]
    [InlineData("budget", Severity.Sev0, Urgency.Page, "ben")]
    [InlineData("saturation-cpu", Severity.Sev1, Urgency.Page, "ben")]
    [InlineData("saturation-cpu", Severity.Sev2, Urgency.Ticket, "team shop")]
    [InlineData("credential-compromise", Severity.Sev1, Urgency.Page, "ben")]
    public void The_shipped_table(string category, Severity severity, Urgency urgency, string who)
    {
        var decision = Shipped.Route(category, severity, Shop, SignalKind.Metric, Night);
        Assert.Equal(urgency, decision.Urgency);
        Assert.Equal(who, string.Join(",", decision.Who));
    }

    [Fact]
    public void A_page_without_a_service_goes_to_those_on_call_and_the_sentence_says_why()
    {
        var decision = Shipped.Route("latency", Severity.Sev1, null, SignalKind.Metric, Night);
        Assert.Equal("Page: ana, ben (role on-call), because what is of Sev0 or Sev1 cannot wait (rule 'grave').", decision.Sentence);
        Assert.Equal("Page: ben (on call for shop-web), because what is of Sev0 or Sev1 cannot wait (rule 'grave').", Shipped.Route("latency", Severity.Sev1, Shop, SignalKind.Metric, Night).Sentence);
        Assert.Equal("Only recorded, because a change alone asks nobody for anything (rule 'plain-change').", Shipped.Route("change", Severity.Sev4, Shop, SignalKind.ActivityLog, Night).Sentence);
    }

    [Fact]
    public void Without_rules_Sev0_and_Sev1_page_the_unknown_pages_triage_and_the_rest_waits()
    {
        var bare = new Routing("test", ["ana", "ben"], new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal), "c");
        Assert.Equal(Urgency.Page, bare.Route("errors", Severity.Sev1, null, SignalKind.Metric, Night).Urgency);
        Assert.Equal(Urgency.Ticket, bare.Route("errors", Severity.Sev2, null, SignalKind.Metric, Night).Urgency);
        Assert.Equal(Urgency.Page, bare.Route("unknown", Severity.Sev2, null, SignalKind.Metric, Night).Urgency);
        Assert.Equal(Urgency.Ticket, bare.Route("unknown", Severity.Sev3, null, SignalKind.Metric, Night).Urgency);
        Assert.Equal(["ana", "ben"], bare.Route("unknown", Severity.Sev2, null, SignalKind.Metric, Night).Who);
    }

    [Fact]
    public void A_page_is_never_addressed_to_a_team_whose_people_nobody_wrote_down()
    {
        var routing = Shipped with { Rules = new RouteRules([new RouteRule { Name = "r", Then = Urgency.Page, Who = ["service:team", "service:owner"], Why = "w" }]) };
        Assert.Equal(["maria"], routing.Route("errors", Severity.Sev1, Shop, SignalKind.Metric, Night).Who);
    }

    [Fact]
    public void Working_hours_are_those_of_the_time_zone()
    {
        var hours = new BusinessHours(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"), [DayOfWeek.Monday], new TimeOnly(9, 0), new TimeOnly(17, 0));
        Assert.True(hours.Contains(new DateTimeOffset(2026, 11, 23, 8, 0, 0, TimeSpan.Zero)));
        Assert.False(hours.Contains(new DateTimeOffset(2026, 11, 23, 7, 59, 0, TimeSpan.Zero)));
        Assert.True(hours.Contains(new DateTimeOffset(2026, 7, 6, 7, 0, 0, TimeSpan.Zero)));
        Assert.False(hours.Contains(new DateTimeOffset(2026, 11, 23, 16, 0, 0, TimeSpan.Zero)));
        Assert.False(hours.Contains(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero)));
    }

    [Fact]
    public void Every_incident_has_a_decision_with_a_reason_and_a_page_always_has_people() =>
        Check.One(
            Config.QuickThrowOnFailure,
            Prop.ForAll(ArbMap.Default.ArbFor<(byte Category, byte Severity, byte Tier, byte Signal, bool File)>(), x =>
            {
                string[] categories = [.. Categories.All.Select(c => c.Name), "unknown"];
                var routing = x.File ? Shipped : Shipped with { Rules = RouteRules.None, Roles = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) };
                var service = x.Tier % 5 == 0 ? null : Shop with { Tier = x.Tier % 5, OnCall = x.Tier % 2 == 0 ? [] : ["ben"], Owner = x.Tier % 3 == 0 ? "" : "maria" };
                var category = categories[x.Category % categories.Length];
                var severity = (Severity)(x.Severity % 5);
                var decision = routing.Route(category, severity, service, (SignalKind)(x.Signal % Enum.GetValues<SignalKind>().Length), Night);
                Assert.NotEmpty(decision.Reason);
                Assert.True(decision.Urgency == Urgency.Record || decision.Who.Count > 0);
                Assert.True(decision.Urgency != Urgency.Page || decision.Who.All(w => routing.Users.Contains(w, StringComparer.Ordinal)));
                Assert.True(severity != Severity.Sev0 || decision.Urgency == Urgency.Page);
                Assert.True(category != "unknown" || decision.Urgency != Urgency.Record);
            }));
}

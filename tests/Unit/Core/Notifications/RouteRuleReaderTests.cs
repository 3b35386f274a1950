using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Notifications;

namespace OpsAutomation.Unit.Core.Notifications;

public sealed class RouteRuleReaderTests
{
    private const string Head = """
        apiVersion: ops/v1
        kind: Routing
        environment: test
        users: [ana, ben]
        roles: {triage: [ana]}
        teams: {channel: c}

        """;

    [Fact]
    public void Rules_and_working_hours_are_read()
    {
        var (routing, bag) = Read("""
            businessHours: {timeZone: Europe/Berlin, days: [mon, Friday], from: "08:30", to: "17:00"}
            rules:
              - name: day
                when: {category: [latency], severity: [sev2], tier: [1, none], signal: [metric, activity-log], businessHours: true}
                then: page
                who: [service:on-call, role:triage, ben]
                why: someone is there
            """);
        Assert.Empty(bag.All);
        var rule = Assert.Single(routing!.Rules.All);
        Assert.Equal([1, null], rule.Tiers);
        Assert.True(rule.BusinessHours);
        Assert.Equal([DayOfWeek.Monday, DayOfWeek.Friday], routing.Hours.Days);
        Assert.Equal(new TimeOnly(8, 30), routing.Hours.From);
    }

    [Fact]
    public void Every_problem_is_told_at_once()
    {
        var (routing, bag) = Read("""
            businessHours: {timeZone: Europe/Atlantis, days: [someday], from: 25, to: "08:00"}
            rules:
              - {name: a, then: page, who: [role:nobody, carl], why: w, when: {category: [weather], tier: [0], severity: [sev9], signal: [smoke]}}
              - {name: a, then: ticket, who: [ana], why: w, when: {tier: [1]}}
              - {name: b, then: shout, who: [ana], why: w, when: {tier: [2]}}
              - {name: c, then: ticket, why: w, when: {tier: [3]}}
            """);
        Assert.Null(routing);
        Assert.Equal(
            ["OPS1007", "OPS1124", "OPS1125", "OPS1126", "OPS1127", "OPS1128", "OPS1130", "OPS1308"],
            bag.All.Select(d => d.Code).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_rule_behind_several_that_decide_everything_together_is_never_reached()
    {
        var (routing, bag) = Read("""
            rules:
              - {name: a, then: page, who: [ana], why: w, when: {severity: [sev0, sev1, sev2]}}
              - {name: b, then: ticket, who: [ana], why: w, when: {severity: [sev3, sev4]}}
              - {name: c, then: record, why: w, when: {category: [change]}}
            """);
        Assert.NotNull(routing);
        var warning = Assert.Single(bag.All);
        Assert.Equal("OPS1125", warning.Code);
        Assert.Contains("'c'", warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rules_that_share_values_and_decide_otherwise_are_named_but_a_special_case_before_the_general_is_not()
    {
        var (_, bag) = Read("""
            rules:
              - {name: special, then: record, why: w, when: {severity: [sev4]}}
              - {name: a, then: page, who: [ana], why: w, when: {severity: [sev1, sev2]}}
              - {name: b, then: ticket, who: [ana], why: w, when: {severity: [sev2, sev3]}}
              - {name: rest, then: ticket, who: [ana], why: w}
            """);
        var warning = Assert.Single(bag.All);
        Assert.Equal("OPS1129", warning.Code);
        Assert.Contains("'b' and 'a'", warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_word_record_decides_that_nobody_is_told() =>
        Assert.Equal(Urgency.Record, Read("rules: [{name: a, then: record, why: w}]").Routing!.Rules.All[0].Then);

    private static (Routing? Routing, DiagnosticBag Bag) Read(string yaml)
    {
        var bag = new DiagnosticBag();
        var root = YamlFile.Read("routing.yaml", Head + yaml, bag);
        return (root is null ? null : RoutingReader.Read(root), bag);
    }
}

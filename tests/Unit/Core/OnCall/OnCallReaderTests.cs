using System.Globalization;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Notifications;

namespace OpsAutomation.Unit.Core.OnCall;

public sealed class OnCallReaderTests
{
    private const string Head = """
        apiVersion: ops/v1
        kind: Routing
        environment: test
        users: [ana, ben]
        roles: {triage: [ana]}
        teams: {channel: c}

        """;

    private const string Good = """
        schedules:
          - name: shop
            timeZone: Europe/Berlin
            rotations:
              - name: primary
                users: [ana, ben]
                start: 2026-10-05
                handOver: "09:00"
                turn: 7d
            overrides:
              - user: ben
                from: "2026-10-06 09:00"
                to: "2026-10-06 17:00"
                reason: a course
        escalations:
          - name: grave
            levels:
              - tell: [schedule:shop]
              - after: 10m
                tell: [service:owner, role:triage]
            repeat: 2
        """;

    [Fact]
    public void Schedules_overrides_and_escalations_are_read()
    {
        var (routing, bag) = Read(Good);

        Assert.Empty(bag.All);
        Assert.Equal(["ana"], routing!.Resolve(["schedule:shop"], At("2026-10-05T08:00Z")));
        Assert.Equal(["ben"], routing.Resolve(["schedule:shop"], At("2026-10-06T08:00Z")));
        Assert.Equal(["ana", "ben"], routing.Everyone(["schedule:shop"]));
        Assert.Empty(routing.Resolve(["schedule:shop"], At("2026-10-01T08:00Z")));
        Assert.Equal(2, Assert.Single(routing.Escalations).Repeat);
    }

    [Fact]
    public void Every_problem_is_told_at_once()
    {
        var (routing, bag) = Read("""
            schedules:
              - name: Shop One
                timeZone: Mars/Olympus
                rotations:
                  - name: primary
                    users: [ana, zed]
                    start: someday
                    handOver: nine
                    turn: 36h
                    hours: {days: [noday], from: "22:00", to: "06:00"}
                overrides:
                  - {user: ben, from: "2026-10-06 09:00", to: "2026-10-05 09:00", reason: x}
              - name: empty
                timeZone: UTC
              - name: empty
                timeZone: UTC
                rotations: [{name: a, users: [ana], start: 2026-01-01, handOver: "09:00"}]
            escalations:
              - name: none
              - name: late
                levels: [{after: 5m, tell: [ana]}, {after: 5m, tell: [nobody]}]
            """);

        Assert.Null(routing);
        Assert.Equal(
            ["OPS2101", "OPS2102", "OPS2103", "OPS2104", "OPS2105", "OPS2106", "OPS2107", "OPS2108", "OPS2109", "OPS2111", "OPS2112", "OPS2112", "OPS2113", "OPS2114"],
            bag.All.Select(d => d.Code).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Hours_that_leave_a_hole_are_a_warning_with_the_hole()
    {
        var (routing, bag) = Read("""
            schedules:
              - name: nights
                timeZone: Europe/Berlin
                rotations:
                  - {name: n, users: [ana], start: 2026-10-05, handOver: "09:00", hours: {from: "22:00", to: "06:00"}}
            """);

        Assert.NotNull(routing);
        Assert.Contains("from Tue 2026-10-06 06:00 to Tue 2026-10-06 22:00", Assert.Single(bag.All, d => d.Code == "OPS2110").Message, StringComparison.Ordinal);
    }

    private static (Routing? Routing, DiagnosticBag Bag) Read(string text)
    {
        var bag = new DiagnosticBag();
        return (RoutingReader.Read(YamlFile.Read("routing.yaml", Head + text, bag)!), bag);
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}

using FsCheck;
using FsCheck.Fluent;
using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Correlation;
using OpsAutomation.Core.Correlation.Recent;
using OpsAutomation.Core.Correlation.Search;
using OpsAutomation.Testing.Records;

namespace OpsAutomation.Unit.Core.Correlation.Search;

public sealed class AlertSearchTests
{
    private static readonly DateTimeOffset Noon = SomeAlert.Noon;

    private readonly RecentAlerts _recent = new(new InMemoryRecordStore());

    [Fact]
    public void Every_page_together_holds_each_alert_of_the_search_once_and_newest_first()
    {
        var gen =
            from count in Gen.Choose(0, 40)
            from minutes in Gen.ArrayOf(Gen.Choose(-400, 400), count)
            from rules in Gen.ArrayOf(Gen.Choose(0, 2), count)
            from limit in Gen.Choose(1, 7)
            from scanned in Gen.Choose(1, 9)
            from hours in Gen.Choose(1, 5)
            from wanted in Gen.Choose(-1, 2)
            select (minutes, rules, limit, scanned, hours, wanted);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(gen.ToArbitrary(), c =>
        {
            var recent = new RecentAlerts(new InMemoryRecordStore());
            var rows = c.minutes.Select((minute, i) => Row(SomeAlert.Firing($"al-{i:D2}", rule: $"r{c.rules[i]}", minute: minute / 4))).ToArray();
            foreach (var row in rows)
            {
                recent.PutAsync(row).GetAwaiter().GetResult();
            }

            var query = new AlertQuery(Noon.AddMinutes(-90), Noon.AddMinutes(80)) { Limit = c.limit, Rule = c.wanted < 0 ? null : $"r{c.wanted}" };
            var expected = rows.Where(r => r.Alert.ReceivedAt >= query.From && r.Alert.ReceivedAt < query.To && query.Matches(r))
                .OrderByDescending(r => r.Alert.ReceivedAt).ThenBy(r => r.Alert.Id, StringComparer.Ordinal).Select(r => r.Alert.Id);
            var paged = new List<string>();
            for (var calls = 0; ; calls++)
            {
                var found = AlertSearch.FindAsync(recent, query, default, c.scanned, c.hours).GetAwaiter().GetResult();
                paged.AddRange(found.Alerts.Select(a => a.Alert.Id));
                if (found.Next is not { } next || calls > 200)
                {
                    return found.Complete && expected.SequenceEqual(paged);
                }

                // Through its text, as a caller carries it.
                query = query with { Continue = RecentPosition.Parse(next.Token) };
            }
        }));
    }

    [Fact]
    public async Task A_search_that_stops_before_its_end_says_so_even_when_it_found_nothing()
    {
        for (var i = 0; i < 5; i++)
        {
            await _recent.PutAsync(Row(SomeAlert.Firing($"al-{i}", minute: i)));
        }

        var found = await AlertSearch.FindAsync(_recent, new AlertQuery(Noon, Noon.AddHours(1)) { Rule = "another" }, maxScanned: 3);

        Assert.Empty(found.Alerts);
        Assert.Equal((3, false), (found.Scanned, found.Complete));
    }

    [Fact]
    public async Task A_month_without_alerts_is_looked_through_in_bounded_calls()
    {
        var query = new AlertQuery(Noon.AddDays(-31), Noon);
        var calls = 0;
        AlertsFound found;
        do
        {
            found = await AlertSearch.FindAsync(_recent, query);
            query = query with { Continue = found.Next };
            calls++;
        }
        while (!found.Complete);

        Assert.Equal(4, calls);
    }

    [Fact]
    public async Task The_last_page_is_never_empty_for_want_of_a_look_ahead()
    {
        await _recent.PutAsync(Row(SomeAlert.Firing("al-1")));
        await _recent.PutAsync(Row(SomeAlert.Firing("al-2", minute: 1)));

        Assert.True((await AlertSearch.FindAsync(_recent, new AlertQuery(Noon, Noon.AddHours(1)) { Limit = 2 })).Complete);
    }

    [Theory]
    [InlineData("/subscriptions/s/resourceGroups/rg-shop", true)]
    [InlineData("/SUBSCRIPTIONS/s/resourcegroups/RG-shop/", true)]
    [InlineData("/subscriptions/s/resourceGroups/rg-sh", false)]
    [InlineData("vm-1", true)]
    [InlineData("vm", false)]
    public void A_resource_is_found_by_its_id_the_beginning_of_it_or_its_name(string wanted, bool found)
    {
        var row = Row(SomeAlert.Firing("a", "/subscriptions/s/resourcegroups/rg-shop/providers/microsoft.compute/virtualmachines/vm-1"));

        Assert.Equal(found, new AlertQuery(Noon, Noon) { Resource = wanted }.Matches(row));
    }

    [Fact]
    public void Every_field_narrows_the_search()
    {
        var row = Row(SomeAlert.Firing("a", "/r/vm-1", "Shop") with { Summary = "CPU is high on vm-1" });
        var all = new AlertQuery(Noon, Noon);

        Assert.All(
            new[]
            {
                all, all with { Fingerprint = row.Alert.Fingerprint }, all with { Service = "shop" }, all with { Source = "Azure-Monitor" }, all with { Rule = "CPU-high" },
                all with { Disposition = DispositionKind.Opened }, all with { Incident = "INC-1" }, all with { Text = "cpu IS" }, all with { Text = "-high" },
            },
            q => Assert.True(q.Matches(row)));
        Assert.All(
            new[]
            {
                all with { Fingerprint = "x" }, all with { Service = "sho" }, all with { Source = "azure" }, all with { Rule = "cpu" },
                all with { Disposition = DispositionKind.Merged }, all with { Incident = "inc-1" }, all with { Text = "memory" }, all with { Resource = "/r/vm" },
            },
            q => Assert.False(q.Matches(row)));
    }

    [Fact]
    public async Task Counts_say_when_they_are_not_all()
    {
        for (var i = 0; i < 5; i++)
        {
            await _recent.PutAsync(Row(SomeAlert.Firing($"al-{i}", minute: i), i == 0 ? DispositionKind.Opened : DispositionKind.Merged));
        }

        var query = new AlertQuery(Noon, Noon.AddHours(1));
        var all = await DispositionCounts.OfAsync(_recent, query);
        var some = await DispositionCounts.OfAsync(_recent, query, most: 3);

        Assert.Equal((1, 4, 5, true), (all.ByKind[DispositionKind.Opened], all.ByKind[DispositionKind.Merged], all.Total, all.Complete));
        Assert.Equal((3, false), (some.Total, some.Complete));
    }

    [Fact]
    public async Task What_was_never_an_alert_is_found_by_its_source_and_its_reason()
    {
        await _recent.PutAsync(RecentAlert.OfDeadLetter(
            "grafana",
            Noon,
            "intake-20261124-0/al-9",
            new OpsAutomation.Core.Alerts.Sources.DeadLetter("alerts[0].status", "It must be firing or resolved.", "alertmanager"),
            new Disposition("al-9", DispositionKind.DeadLettered, "It could not be read.", "o", null, Noon)));

        var found = await AlertSearch.FindAsync(_recent, new AlertQuery(Noon, Noon.AddHours(1)) { Source = "grafana", Disposition = DispositionKind.DeadLettered, Text = "status" });

        Assert.Equal("alertmanager", Assert.Single(found.Alerts).Letter!.Nearest);
        Assert.Equal("al-9", (await _recent.ReadAsync(Noon, "al-9"))!.Alert.Id);
    }

    private static RecentAlert Row(Alert alert, DispositionKind kind = DispositionKind.Opened) =>
        RecentAlert.Of(alert, "s", new Disposition(alert.Id, kind, "r", "o", "INC-1", alert.ReceivedAt));
}

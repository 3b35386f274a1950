using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Alerts.Sources;
using OpsAutomation.Core.Backtests;
using OpsAutomation.Core.Correlation;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Records;
using OpsAutomation.Unit.Core.Alerts.Samples;

namespace OpsAutomation.Unit.Core.Backtests;

public sealed class BacktestTests
{
    private const int Seed = 20261123;

    private static readonly Lazy<Task<BacktestResult>> Usual = new(() => Backtest.RunAsync(Catalogs.Shipped, SampleDay.Make(Seed)));

    private static string DayFile => Path.Combine(AppContext.BaseDirectory, "Samples", "Core", "Backtests", "Samples", "day.ndjson");

    [Fact]
    public void The_day_that_is_checked_in_is_what_the_generator_makes()
    {
        var made = SampleDay.Write(SampleDay.Make(Seed));
        if (!File.Exists(DayFile) || File.ReadAllText(DayFile) != made)
        {
            var file = Path.Combine(AppContext.BaseDirectory, "day.ndjson");
            File.WriteAllText(file, made);
            Assert.Fail($"It differs; what the generator makes is in {file}");
        }
    }

    [Fact]
    public void The_day_has_events_of_every_source()
    {
        var (events, problems) = EventsFile.Read(File.ReadLines(DayFile));
        Assert.Empty(problems);
        Assert.Equal(300, events.Count);
        Assert.Equal(AlertSources.With(Catalogs.Shipped.Mappings).Names, events.Select(e => e.Source).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_same_events_and_catalogue_give_the_same_result_byte_by_byte()
    {
        var (events, _) = EventsFile.Read(File.ReadLines(DayFile));
        var once = OpsJson.Write(await Backtest.RunAsync(Catalogs.With(), events));
        var again = OpsJson.Write(await Backtest.RunAsync(Catalogs.With(), events));
        Assert.Equal(once, again);
        Assert.Equal(once, OpsJson.Write(await Usual.Value));
    }

    [Fact]
    public async Task Every_event_has_exactly_one_fate_and_pages_belong_to_incidents()
    {
        var result = await Usual.Value;
        Assert.Equal(result.Alerts.Count, result.Alerts.Select(a => a.Id).Distinct(StringComparer.Ordinal).Count());
        Assert.True(result.Alerts.Count >= 250, $"{result.Alerts.Count} alerts");
        Assert.DoesNotContain(result.Alerts, a => a.Reason == "It has no disposition.");
        Assert.All(result.Pages, p => Assert.Contains(result.Incidents, i => i.Id == p.IncidentId && i.Urgency == Urgency.Page));
        Assert.All(result.Pages, p => Assert.NotEmpty(p.Who));
        Assert.NotEmpty(result.Pages);
        Assert.Equal(result.Incidents.Count(i => i.Urgency == Urgency.Page), result.Pages.Count);
    }

    [Fact]
    public async Task A_storm_is_summed_up_in_virtual_time()
    {
        var result = await Usual.Value;
        Assert.Contains(result.Incidents, i => i.Title.StartsWith("Alert storm", StringComparison.Ordinal) && i.ClearedAt is not null);
        var storm = result.Alerts.Where(a => a.Rule == "disk-full").ToArray();
        Assert.Equal(40, storm.Length);

        // What was withheld and still fires is told at a pace, after the storm.
        Assert.Equal(40, storm.Count(a => a.Kind == DispositionKind.Opened));
        Assert.Contains(result.Incidents, i => i.Title.Contains("disk", StringComparison.OrdinalIgnoreCase) && i.OpenedAt > new DateTimeOffset(2026, 11, 23, 13, 10, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task Two_catalogues_that_are_the_same_differ_in_nothing()
    {
        var difference = BacktestComparison.Of(await Usual.Value, await Backtest.RunAsync(Catalogs.With(), SampleDay.Make(Seed)));
        Assert.False(difference.Any);
    }

    [Fact]
    public async Task A_route_that_makes_tickets_of_pages_shows_each_page_that_is_gone_and_why()
    {
        var events = SampleDay.Make(Seed);
        var after = await Backtest.RunAsync(Catalogs.With(("routing.yaml", "severity: [sev0, sev1]\n    then: page", "severity: [sev0, sev1]\n    then: ticket"), ("routing.yaml", "    escalation: grave\n", string.Empty)), events);
        var before = await Usual.Value;
        var difference = BacktestComparison.Of(before, after);
        Assert.NotEmpty(difference.PagesRemoved);
        Assert.Empty(difference.PagesAdded);
        Assert.Equal(before.Pages.Count - after.Pages.Count, difference.PagesRemoved.Count);
        Assert.All(difference.PagesRemoved, p => Assert.StartsWith("Page: ", p.Before, StringComparison.Ordinal));
        Assert.All(difference.PagesRemoved, p => Assert.StartsWith("Opened a ticket", p.After, StringComparison.Ordinal));
        Assert.Empty(difference.Dispositions);
        Assert.Empty(BacktestComparison.Of(after, before).PagesRemoved);
        Assert.Equal(difference.PagesRemoved.Count, BacktestComparison.Of(after, before).PagesAdded.Count);
    }

    [Fact]
    public async Task Without_storms_each_alert_is_told_for_itself_at_once()
    {
        var events = SampleDay.Make(Seed);
        var after = await Backtest.RunAsync(Catalogs.With(("correlation.yaml", "openings: 20", "openings: 200"), ("correlation.yaml", "openings: 40", "openings: 400")), events);
        Assert.DoesNotContain(after.Incidents, i => i.Title.StartsWith("Alert storm", StringComparison.Ordinal));
        var difference = BacktestComparison.Of(await Usual.Value, after);
        Assert.True(difference.Any);
    }

    [Fact]
    public async Task What_another_catalogue_reads_otherwise_is_told_alert_by_alert()
    {
        var events = SampleDay.Make(Seed);
        var after = await Backtest.RunAsync(
            Catalogs.With(("jenkins.yaml", "body.build.status == \"FAILURE\" ? 2 : 3", "body.build.status == \"FAILURE\" ? 0 : 3"), ("jenkins.yaml", "rule: '\"build of \" + body.name'", "rule: body.display_nam")), events);
        var difference = BacktestComparison.Of(await Usual.Value, after);
        Assert.NotEmpty(difference.DeadLettersNew);
        Assert.All(difference.DeadLettersNew, d => Assert.Equal(("generic-jenkins", "mapping.rule"), (d.Source, d.Field)));
        Assert.Empty(difference.DeadLettersGone);

        var graver = await Backtest.RunAsync(Catalogs.With(("jenkins.yaml", "body.build.status == \"FAILURE\" ? 2 : 3", "body.build.status == \"FAILURE\" ? 0 : 3")), events);
        var severities = BacktestComparison.Of(await Usual.Value, graver).Severities;
        Assert.NotEmpty(severities);
        Assert.All(severities, s => Assert.Equal("build of shop-web-deploy", s.Rule));
    }

    [Fact]
    public async Task One_incident_that_was_several_is_merged_and_the_other_way_round_split()
    {
        var at = new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);
        BacktestEvent[] events =
        [
            new("azure-monitor", at, AzureSamples.Json(AzureSamples.Metric(rule: "cpu-high"))),
            new("azure-monitor", at.AddMinutes(1), AzureSamples.Json(AzureSamples.Metric(rule: "memory-high", targets: $"[\"{AzureSamples.Site}\"]"))),
        ];
        var apart = await Backtest.RunAsync(Catalogs.Shipped, events);
        var together = await Backtest.RunAsync(
            Catalogs.With(("services.yaml", "/app-shop-checkout\n", "/app-shop-none\n"), ("services.yaml", "/vmss-shop-web\n", $"/vmss-shop-web\n      - {AzureSamples.Site}\n")), events);
        Assert.Equal((2, 1), (apart.Incidents.Count, together.Incidents.Count));
        var merged = Assert.Single(BacktestComparison.Of(apart, together).IncidentsMerged);
        Assert.Equal((2, 2), (merged.Others.Count, merged.Alerts));
        Assert.Single(BacktestComparison.Of(together, apart).IncidentsSplit);
        Assert.Equal([new DispositionDifference(DispositionKind.Opened, DispositionKind.Merged, 1)], BacktestComparison.Of(apart, together).Dispositions);
    }

    [Fact]
    public async Task An_incident_that_ends_is_over_and_the_next_firing_opens_another()
    {
        var at = new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);
        BacktestEvent[] events =
        [
            new("azure-monitor", at, AzureSamples.Json(AzureSamples.Metric()), "al-1"),
            new("azure-monitor", at.AddMinutes(5), AzureSamples.Json(AzureSamples.Metric(condition: "Resolved")), "al-2"),
            new("azure-monitor", at.AddMinutes(5), AzureSamples.Json(AzureSamples.Metric(condition: "Resolved")), "al-2"),
            new("azure-monitor", at.AddHours(2), AzureSamples.Json(AzureSamples.Metric()), "al-3"),
        ];
        var result = await Backtest.RunAsync(Catalogs.Shipped, events);
        Assert.Equal([at.AddMinutes(5), null], result.Incidents.Select(i => i.ClearedAt));
        Assert.Equal([DispositionKind.Opened, DispositionKind.Resolved, DispositionKind.Opened], result.Alerts.Select(a => a.Kind));
        Assert.Equal(Severity.Sev1, result.Alerts[0].Severity);
    }
}

using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Alerts.Matching;
using OpsAutomation.Core.Calendars;
using OpsAutomation.Core.Correlation;
using OpsAutomation.Core.Correlation.Recent;
using OpsAutomation.Testing.Records;

namespace OpsAutomation.Unit.Core.Correlation.Recent;

public sealed class RecentAlertsTests
{
    private static readonly DateTimeOffset Noon = SomeAlert.Noon;

    private readonly RecentAlerts _recent = new(new InMemoryRecordStore());

    [Fact]
    public async Task A_stretch_of_time_comes_back_newest_first_across_hours()
    {
        foreach (var minute in new[] { -1500, -90, -61, -60, -59, -1, 0, 1 })
        {
            await PutAsync(SomeAlert.Firing($"a{minute}", minute: minute));
        }

        Assert.Equal(["a-1", "a-59", "a-60", "a-61", "a-90"], await IdsAsync(Noon.AddMinutes(-90), Noon));
        Assert.Equal(["a0", "a-1"], await IdsAsync(Noon.AddMinutes(-1), Noon.AddMinutes(1)));
        Assert.Empty(await IdsAsync(Noon.AddDays(1), Noon.AddDays(2)));
    }

    [Fact]
    public async Task A_new_disposition_replaces_the_row()
    {
        var alert = SomeAlert.Firing("a");
        await PutAsync(alert);
        await PutAsync(alert, DispositionKind.Suppressed, "Hidden by silence s-1 by ana until 2026-11-24 14:00 UTC: x");

        Assert.Equal(DispositionKind.Suppressed, (await ReadAsync(Noon.AddHours(-1), Noon.AddHours(1))).Single().Kind);
    }

    [Fact]
    public void A_row_is_small_whatever_the_alert_carries()
    {
        var labels = Enumerable.Range(0, 64).ToDictionary(i => $"l{i:D2}", _ => new string('x', 4000), StringComparer.Ordinal);
        var links = new Dictionary<string, string>(StringComparer.Ordinal) { ["a"] = "https://example.org" };
        var row = RecentAlert.Of(SomeAlert.Firing("a") with { Labels = labels, Links = links }, "s", Fate("a", DispositionKind.Opened, new string('r', 9000)));

        Assert.Equal((RecentAlert.MaxLabels, 0), (row.Alert.Labels.Count, row.Alert.Links.Count));
        Assert.True(OpsAutomation.Core.Records.OpsJson.Write(row).Length < 8000);
    }

    [Fact]
    public async Task A_preview_counts_what_would_have_been_hidden_by_rule_and_by_service()
    {
        for (var i = 1; i <= 30; i++)
        {
            await PutAsync(SomeAlert.Firing($"w{i}", service: "web", rule: i % 3 == 0 ? "disk" : "cpu", minute: -i), i == 1 ? DispositionKind.Opened : DispositionKind.Deduplicated);
        }

        await PutAsync(SomeAlert.Resolved("r", service: "web", minute: -1));
        await PutAsync(SomeAlert.Firing("other", service: "api", minute: -1));
        await PutAsync(SomeAlert.Firing("old", service: "web", minute: -1441));

        var preview = await SilencePreview.OfAsync(AlertMatcher.Parse("service = web").Matcher!, _recent, Noon);

        Assert.Equal((30, 1, true), (preview.Hidden, preview.Opened, preview.Complete));
        Assert.Equal([new NamedCount("cpu", 20), new NamedCount("disk", 10)], preview.ByRule);
        Assert.Equal([new NamedCount("web", 30)], preview.ByService);
        Assert.Equal((20, "w1", "/ops/alerts/w1"), (preview.Alerts.Count, preview.Alerts[0].Id, preview.Alerts[0].Link));
        Assert.Equal("In the last 24 hours it would have hidden 30 alerts, 1 of which opened an incident.", preview.Text);
        Assert.Equal("In the last 24 hours it would have hidden no alert.", (await SilencePreview.OfAsync(AlertMatcher.Parse("service = x").Matcher!, _recent, Noon)).Text);
    }

    [Fact]
    public async Task What_hides_is_counted_by_its_name_in_the_reason()
    {
        await PutAsync(SomeAlert.Firing("a"), DispositionKind.Suppressed, "Silence s-1 by ana until 14:00: x");
        await PutAsync(SomeAlert.Firing("b"), DispositionKind.Suppressed, "It is hidden by silence s-10 by ana until 14:00: x");
        await PutAsync(SomeAlert.Firing("c"), DispositionKind.Opened, "silence s-1 by ana ended.");

        var counts = await HiddenCounts.OfAsync(
            _recent, [Suppression.MarkOf(SuppressionKind.Silence, "s-1"), Suppression.MarkOf(SuppressionKind.Silence, "s-2")], Noon.AddHours(-1), Noon.AddHours(1));

        Assert.True(counts.Complete);
        Assert.Equal([("silence s-1", 1), ("silence s-2", 0)], counts.ByMark.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => (c.Key, c.Value)));
    }

    private static Disposition Fate(string id, DispositionKind kind, string reason) => new(id, kind, reason, "otherwise", null, Noon);

    private Task PutAsync(Alert alert, DispositionKind kind = DispositionKind.Opened, string reason = "why") =>
        _recent.PutAsync(RecentAlert.Of(alert, "scope", Fate(alert.Id, kind, reason)));

    private async Task<IReadOnlyList<RecentAlert>> ReadAsync(DateTimeOffset from, DateTimeOffset to)
    {
        var rows = new List<RecentAlert>();
        await foreach (var row in _recent.NewestFirstAsync(from, to))
        {
            rows.Add(row);
        }

        return rows;
    }

    private async Task<IEnumerable<string>> IdsAsync(DateTimeOffset from, DateTimeOffset to) => (await ReadAsync(from, to)).Select(r => r.Alert.Id);
}

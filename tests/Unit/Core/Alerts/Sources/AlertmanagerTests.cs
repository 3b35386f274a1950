using OpsAutomation.Core.Alerts;
using OpsAutomation.Unit.Core.Alerts.Samples;

namespace OpsAutomation.Unit.Core.Alerts.Sources;

public sealed class AlertmanagerTests
{
    private const string Source = "alertmanager";

    [Fact]
    public void A_real_firing_alert_keeps_labels_times_and_text()
    {
        var alert = Reading.One(Source, "v4-firing");

        Assert.Equal(("alertmanager", "QueueBacklog", AlertStatus.Firing, Severity.Sev0), (alert.Source, alert.Rule, alert.Status, alert.Severity));
        Assert.Equal(SignalKind.External, alert.Signal.Kind);
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 9, 1, 57, 923, TimeSpan.Zero), alert.StartsAt);
        Assert.Null(alert.EndsAt);
        Assert.Equal("QueueBacklog: Queue of orders is 250", alert.Summary);
        Assert.Equal(("orders", "prod", "ops"), (alert.Labels["service"], alert.Labels["env"], alert.Labels["alertmanager.receiver"]));
        Assert.Equal("https://runbooks.example/queue", alert.Links["runbook"]);

        // The graph is served without encryption, and "orders" is no service of the catalogue.
        Assert.DoesNotContain("generator", alert.Links.Keys);
        Assert.Null(alert.Service);
        Assert.Null(alert.Resource);
    }

    [Fact]
    public void Its_resolution_has_its_fingerprint_and_an_end()
    {
        var (firing, resolved) = (Reading.One(Source, "v4-firing"), Reading.One(Source, "v4-resolved"));
        Assert.Equal(firing.Fingerprint, resolved.Fingerprint);
        Assert.NotEqual(firing.Id, resolved.Id);
        Assert.Equal((AlertStatus.Resolved, new DateTimeOffset(2026, 11, 22, 9, 1, 59, 923, TimeSpan.Zero)), (resolved.Status, resolved.EndsAt));
    }

    [Fact]
    public void A_time_with_another_offset_and_year_one_as_no_end_are_read()
    {
        var alert = Reading.One(Source, "v4-alerta");
        Assert.Equal(("thing_dead", Severity.Sev0), (alert.Rule, alert.Severity));
        Assert.Equal(new DateTimeOffset(2017, 8, 3, 19, 17, 37, 804, TimeSpan.Zero), alert.StartsAt);
        Assert.Equal("thing_dead: No things for over 10 minutes", alert.Summary);
    }

    [Fact]
    public void Nine_decimals_are_read_and_a_missing_status_follows_from_the_end()
    {
        var alert = Reading.One(Source, "v4-msteams");
        Assert.Equal((AlertStatus.Firing, Severity.Sev2), (alert.Status, alert.Severity));
        Assert.Equal(new DateTimeOffset(2018, 3, 7, 11, 33, 21, TimeSpan.Zero).AddTicks(8730775), alert.StartsAt);
        Assert.Contains("endsAt", alert.Labels["ops.assumed"], StringComparison.Ordinal);
        Assert.Equal("instance-with-hyphen_and_underscore", alert.Signal.Dimensions["instance"]);
    }

    [Fact]
    public void A_group_becomes_one_alert_each_and_none_takes_the_status_of_the_group()
    {
        var alerts = Reading.All(Source, SampleFiles.Text(Source, "v4-truncated")).Select(r => r.Alert!).ToArray();

        Assert.Equal([AlertStatus.Firing, AlertStatus.Resolved, AlertStatus.Firing], alerts.Select(a => a.Status));
        Assert.Equal([Severity.Sev0, Severity.Sev0, Severity.Sev1], alerts.Select(a => a.Severity));
        Assert.Equal(3, alerts.Select(a => a.Fingerprint).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(["shop-web", "shop-web", "shop-web"], alerts.Select(a => a.Service));
        Assert.Equal([null, null, AzureSamples.WebSet.ToLowerInvariant()], alerts.Select(a => a.Resource));
    }

    [Fact]
    public void What_the_sender_cut_off_is_said_in_summary_and_label()
    {
        var alert = Reading.All(Source, SampleFiles.Text(Source, "v4-truncated"))[0].Alert!;
        Assert.Equal("7", alert.Labels["alertmanager.truncatedAlerts"]);
        Assert.StartsWith("(7 more alerts of this group left out by the sender) HighLatency: p99 is 3 s", alert.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void A_heartbeat_is_an_alert_like_any_other()
    {
        var alert = Reading.One(Source, "v4-watchdog");
        Assert.Equal(("Watchdog", AlertStatus.Firing, Severity.Sev4), (alert.Rule, alert.Status, alert.Severity));
    }

    [Fact]
    public void Version_3_is_refused_by_name()
    {
        var letter = Reading.Dead(Source, "v3");
        Assert.Equal(("version", "version 4, of Alertmanager 0.6 and later"), (letter.Field, letter.Nearest));
        Assert.Contains("'3'", letter.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"severity\": \"critical\"", "\"severity\": \"warning\"")]
    [InlineData("Queue of orders is 250", "Queue of orders is 900")]
    [InlineData("\"status\": \"firing\"", "\"status\": \"resolved\"")]
    [InlineData("2026-11-22T09:01:57.923Z", "2026-11-23T09:01:57.923Z")]
    public void Severity_text_status_and_time_are_not_part_of_the_condition(string before, string after)
    {
        var changed = Assert.Single(Reading.All(Source, SampleFiles.Text(Source, "v4-firing").Replace(before, after, StringComparison.Ordinal))).Alert!;
        Assert.Equal(Reading.One(Source, "v4-firing").Fingerprint, changed.Fingerprint);
    }

    [Fact]
    public void Another_instance_is_another_condition()
    {
        var other = Assert.Single(Reading.All(Source, SampleFiles.Text(Source, "v4-firing").Replace("127.0.0.1:19999", "127.0.0.2:19999", StringComparison.Ordinal))).Alert!;
        Assert.NotEqual(Reading.One(Source, "v4-firing").Fingerprint, other.Fingerprint);
    }

    [Fact]
    public void Replicas_of_one_Prometheus_report_one_condition()
    {
        var (a, b) = (With("prometheus_replica", "a"), With("prometheus_replica", "b"));
        Assert.Equal(a.Fingerprint, b.Fingerprint);
    }

    [Fact]
    public void Labels_beyond_the_bounds_still_tell_conditions_apart()
    {
        var many = string.Concat(Enumerable.Range(0, 60).Select(i => $"\"l{i:00}\": \"v\", "));
        var (a, b) = (With("z-last", "a", many), With("z-last", "b", many));
        Assert.NotEqual(a.Fingerprint, b.Fingerprint);
        Assert.NotEqual(With("long", new string('x', 600) + "a").Fingerprint, With("long", new string('x', 600) + "b").Fingerprint);
    }

    [Theory]
    [InlineData("/subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/rg-other/providers/Microsoft.Web/sites/x")]
    [InlineData(AzureSamples.WebSet + "/../../Microsoft.Web/sites/x")]
    [InlineData(AzureSamples.WebSet + "/virtualMachines/a b")]
    [InlineData("vmss-shop-web")]
    public void An_id_that_the_catalogue_does_not_know_is_no_target(string id)
    {
        var alert = With("azure_resource_id", id);
        Assert.Null(alert.Resource);
        Assert.Contains("not in the catalogue", alert.Labels["ops.assumed"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_label_cannot_pass_for_one_of_ours()
    {
        Assert.DoesNotContain("dedupKey", With("dedupKey", "ops-inc-1").Labels.Keys);
        Assert.DoesNotContain("ops.drill", With("ops.drill", "yes").Labels.Keys);
    }

    [Theory]
    [InlineData("\"alertname\": \"QueueBacklog\",\n        \"env\"", "\"env\"", "alerts[0].labels.alertname")]
    [InlineData("2026-11-22T09:01:57.923Z", "yesterday", "alerts[0].startsAt")]
    [InlineData("\"status\": \"firing\",\n      \"labels\"", "\"status\": \"fireing\", \"labels\"", "alerts[0].status")]
    [InlineData("\"version\": \"4\"", "\"version\": \"5\"", "version")]
    public void What_does_not_fit_is_told_by_field(string before, string after, string field)
    {
        var body = SampleFiles.Text(Source, "v4-firing");
        Assert.Contains(before, body, StringComparison.Ordinal);
        Assert.Equal(field, Assert.Single(Reading.All(Source, body.Replace(before, after, StringComparison.Ordinal))).DeadLetter!.Field);
    }

    private static Alert With(string label, string value, string more = "") =>
        Assert.Single(Reading.All(Source, SampleFiles.Text(Source, "v4-watchdog").Replace("\"severity\":", $"{more}\"{label}\": \"{value}\", \"severity\":", StringComparison.Ordinal))).Alert!;
}

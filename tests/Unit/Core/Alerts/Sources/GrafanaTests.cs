using OpsAutomation.Core.Alerts;
using OpsAutomation.Unit.Core.Alerts.Samples;

namespace OpsAutomation.Unit.Core.Alerts.Sources;

public sealed class GrafanaTests
{
    private const string Source = "grafana";

    [Fact]
    public void A_legacy_alert_has_rule_value_and_tags_of_the_first_series()
    {
        var alert = Reading.One(Source, "legacy-alerting");
        Assert.Equal(("Zeta CPU alert", AlertStatus.Firing, 97.007606), (alert.Rule, alert.Status, alert.Value));
        Assert.Equal(("7", "user", "zeta.domain"), (alert.Signal.Dimensions["ruleId"], alert.Labels["grafana.metric"], alert.Labels["match.instance"]));
        Assert.Equal("Zeta CPU alert: boom!", alert.Summary);
        Assert.StartsWith("https://grafana.domain.tld/", alert.Links["rule"], StringComparison.Ordinal);
        Assert.Equal(Reading.Received, alert.StartsAt);
    }

    [Fact]
    public void A_legacy_alert_of_version_6_takes_its_severity_from_the_tags_of_the_rule()
    {
        var alert = Reading.One(Source, "legacy-v6");
        Assert.Equal((Severity.Sev2, "2", "Staging"), (alert.Severity, alert.Labels["grafana.matches"], alert.Labels["environment"]));
        Assert.Null(alert.Service);
    }

    [Fact]
    public void The_state_ok_resolves_the_rule_and_no_data_is_trouble_of_the_telemetry()
    {
        var (ok, noData) = (Reading.One(Source, "legacy-ok"), Reading.One(Source, "legacy-no-data"));
        Assert.Equal((AlertStatus.Resolved, Reading.Received, "shop-web"), (ok.Status, ok.EndsAt, ok.Service));
        Assert.Equal((AlertStatus.Firing, SignalKind.Telemetry, Severity.Sev2), (noData.Status, noData.Signal.Kind, noData.Severity));
        Assert.Equal(ok.Fingerprint, noData.Fingerprint);
    }

    [Theory]
    [InlineData("legacy-pending")]
    [InlineData("legacy-paused")]
    public void Pending_and_paused_are_no_alerts(string sample)
    {
        var letter = Reading.Dead(Source, sample);
        Assert.Equal("state", letter.Field);
        Assert.StartsWith("Not an alert", letter.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_unified_group_becomes_one_alert_each_with_values_and_links()
    {
        var alerts = Reading.All(Source, SampleFiles.Text(Source, "unified-v9")).Select(r => r.Alert!).ToArray();

        Assert.Equal([AlertStatus.Firing, AlertStatus.Resolved], alerts.Select(a => a.Status));
        Assert.Equal([44.239, null], alerts.Select(a => a.Value));
        Assert.Equal(("12.5", "0"), (alerts[1].Labels["grafana.value.B"], alerts[1].Labels["grafana.value.C"]));
        Assert.Equal(new DateTimeOffset(2026, 11, 24, 7, 30, 0, TimeSpan.Zero), alerts[1].EndsAt);
        Assert.Equal((Severity.Sev1, "shop-web", "1"), (alerts[0].Severity, alerts[0].Service, alerts[0].Labels["grafana.orgId"]));
        Assert.Equal(["dashboard", "generator", "panel", "runbook", "silence"], alerts[0].Links.Keys.Order(StringComparer.Ordinal));
        Assert.NotEqual(alerts[0].Fingerprint, alerts[1].Fingerprint);
    }

    [Fact]
    public void Version_12_adds_fields_and_changes_none()
    {
        var alert = Reading.One(Source, "unified-v12");
        Assert.Equal(("rule-1", AzureSamples.WebSet.ToLowerInvariant(), "shop-web"), (alert.Labels["grafana.ruleUid"], alert.Resource, alert.Service));
        Assert.Equal("https://grafana.shop.test/img/1.png", alert.Links["image"]);
        Assert.StartsWith("(2 more alerts", alert.Summary, StringComparison.Ordinal);

        // An upgrade must not make every open alert a new one.
        var before = Assert.Single(Reading.All(Source, SampleFiles.Text(Source, "unified-v12").Replace("\"ruleUID\"", "\"other\"", StringComparison.Ordinal).Replace("appVersion", "x", StringComparison.Ordinal))).Alert!;
        Assert.Equal(before.Fingerprint, alert.Fingerprint);
    }

    [Theory]
    [InlineData("unified-nodata", "no data for 'High CPU'")]
    [InlineData("unified-error", "an error while evaluating 'High CPU'")]
    public void A_rule_that_cannot_be_evaluated_is_trouble_of_the_telemetry_and_points_at_nothing(string sample, string says)
    {
        var alert = Reading.One(Source, sample);
        Assert.Equal((SignalKind.Telemetry, Severity.Sev2, null), (alert.Signal.Kind, alert.Severity, alert.Resource));
        Assert.Equal("High CPU", alert.Signal.Dimensions["rulename"]);
        Assert.Contains(says, alert.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_that_alerts_on_missing_data_says_so_too()
    {
        var body = SampleFiles.Text(Source, "unified-v12").Replace("\"grafana_state_reason\": \"\"", "\"grafana_state_reason\": \"NoData\"", StringComparison.Ordinal);
        var alert = Assert.Single(Reading.All(Source, body)).Alert!;
        Assert.Equal((SignalKind.Telemetry, null, "NoData"), (alert.Signal.Kind, alert.Resource, alert.Labels["grafana.stateReason"]));
    }

    [Theory]
    [InlineData("{\"title\":\"x\",\"text\":\"y\"}", "alerts")]
    [InlineData("{\"ruleName\":\"x\",\"state\":\"alertin\"}", "state")]
    [InlineData("{\"ruleId\":1,\"state\":\"ok\"}", "ruleName")]
    [InlineData("{\"alerts\":[]}", "alerts")]
    public void What_does_not_fit_is_told_by_field(string body, string field) =>
        Assert.Equal(field, Assert.Single(Reading.All(Source, body)).DeadLetter!.Field);
}

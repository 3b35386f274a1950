using OpsAutomation.Core.Alerts;
using OpsAutomation.Unit.Core.Alerts.Samples;

namespace OpsAutomation.Unit.Core.Alerts.Sources;

public sealed class PagerDutyTests
{
    private const string Source = "pagerduty";

    [Fact]
    public void A_triggered_incident_is_an_alert_about_its_service()
    {
        var alert = Reading.One(Source, "v3-incident-triggered");

        Assert.Equal(("Test-Service", AlertStatus.Firing, Severity.Sev1), (alert.Rule, alert.Status, alert.Severity));
        Assert.Equal(new DateTimeOffset(2025, 1, 24, 7, 10, 5, TimeSpan.Zero), alert.StartsAt);
        Assert.Equal("Test-Service: up rule triggered on nn", alert.Summary);
        Assert.Equal(("QEXAMPLE1", "7", "high", "Default"), (alert.Signal.Dimensions["incident"], alert.Labels["pagerduty.number"], alert.Labels["pagerduty.urgency"], alert.Labels["pagerduty.escalationPolicy"]));
        Assert.Equal("https://example-inc.pagerduty.com/incidents/QEXAMPLE1", alert.Links["incident"]);
        Assert.DoesNotContain("dedupKey", alert.Labels.Keys);
        Assert.Null(alert.Resource);
    }

    [Fact]
    public void Its_resolution_has_its_fingerprint_and_an_end()
    {
        var resolved = Reading.One(Source, "v3-incident-resolved");
        Assert.Equal(Reading.One(Source, "v3-incident-triggered").Fingerprint, resolved.Fingerprint);
        Assert.Equal((AlertStatus.Resolved, new DateTimeOffset(2025, 2, 15, 14, 42, 34, 992, TimeSpan.Zero)), (resolved.Status, resolved.EndsAt));
    }

    [Fact]
    public void An_incident_without_a_client_is_read_the_same()
    {
        var alert = Reading.One(Source, "v3-incident-triggered-noclient");
        Assert.Equal(("Event_Catchall_ocean", "Q19Z7CCJDTBD40"), (alert.Rule, alert.Labels["pagerduty.incident"]));
    }

    [Theory]
    [InlineData("v3-acknowledged", "(acknowledged)")]
    [InlineData("v3-escalated", "(escalated)")]
    public void What_leaves_the_incident_open_repeats_its_firing(string sample, string says)
    {
        var (alert, triggered) = (Reading.One(Source, sample), Reading.One(Source, "v2-trigger"));
        Assert.Equal((AlertStatus.Firing, triggered.Fingerprint), (alert.Status, alert.Fingerprint));
        Assert.Equal((Severity.Sev0, "shop-web", "ops-inc-1"), (alert.Severity, alert.Service, alert.Labels["dedupKey"]));
        Assert.EndsWith(says, alert.Summary, StringComparison.Ordinal);
        Assert.Equal(triggered.StartsAt, alert.StartsAt);
    }

    [Fact]
    public void A_reopened_incident_begins_again() =>
        Assert.Equal(new DateTimeOffset(2026, 11, 24, 8, 40, 0, TimeSpan.Zero), Reading.One(Source, "v3-reopened").StartsAt);

    [Fact]
    public void The_messages_of_version_2_become_one_alert_each()
    {
        var alerts = Reading.All(Source, SampleFiles.Text(Source, "v2-messages")).Select(r => r.Alert!).ToArray();
        Assert.Equal([AlertStatus.Firing, AlertStatus.Resolved], alerts.Select(a => a.Status));
        Assert.Equal(alerts[0].Fingerprint, alerts[1].Fingerprint);
        Assert.Equal(new DateTimeOffset(2013, 7, 9, 20, 25, 45, TimeSpan.Zero), alerts[1].EndsAt);
        Assert.Equal(("service", "PIJ90N7", "service: 45645 (acknowledged)"), (alerts[0].Rule, alerts[0].Labels["pagerduty.incident"], alerts[0].Summary));
    }

    [Fact]
    public void An_incident_as_the_API_writes_it_is_read_too()
    {
        var alert = Reading.One(Source, "incident-bare");
        Assert.Equal(("Default Service", AlertStatus.Firing, Severity.Sev2), (alert.Rule, alert.Status, alert.Severity));
        Assert.Equal("3ef4fa1deaed466eb3bd8a1b674b05df", alert.Labels["dedupKey"]);
    }

    [Theory]
    [InlineData("v3-ping", "PagerDuty's test")]
    [InlineData("v3-annotated", "changes no state")]
    public void A_test_and_a_note_are_no_alerts(string sample, string says)
    {
        var letter = Reading.Dead(Source, sample);
        Assert.Equal("event.event_type", letter.Field);
        Assert.StartsWith("Not an alert", letter.Reason, StringComparison.Ordinal);
        Assert.Contains(says, letter.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", "event")]
    [InlineData("{\"event\":{\"id\":\"1\",\"event_type\":\"incidnt.triggered\",\"data\":{}}}", "event.event_type")]
    [InlineData("{\"event\":{\"id\":\"1\",\"event_type\":\"incident.triggered\",\"data\":{\"type\":\"incident\"}}}", "event.data.id")]
    [InlineData("{\"event\":{\"id\":\"1\",\"event_type\":\"incident.escalated\",\"data\":{\"type\":\"incident\",\"id\":\"Q\",\"status\":\"x\"}}}", "event.data.status")]
    [InlineData("{\"event\":{\"id\":\"1\",\"event_type\":\"incident.triggered\",\"data\":{\"type\":\"incident\",\"id\":\"Q\"}}}", "event.data.created_at")]
    public void What_does_not_fit_is_told_by_field(string body, string field) =>
        Assert.Equal(field, Assert.Single(Reading.All(Source, body)).DeadLetter!.Field);
}

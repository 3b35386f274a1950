using OpsAutomation.Core.Alerts;
using OpsAutomation.Unit.Core.Alerts.Samples;

namespace OpsAutomation.Unit.Core.Alerts.Sources;

public sealed class DatadogTests
{
    private const string Source = "datadog";

    [Fact]
    public void A_query_alert_keeps_monitor_query_and_time_and_has_no_mark_in_its_rule()
    {
        var alert = Reading.One(Source, "query-alert-triggered");

        Assert.Equal(("XYZ Dev - Web ASG At Max Capacity", AlertStatus.Firing, Severity.Sev1), (alert.Rule, alert.Status, alert.Severity));
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1773528177000), alert.StartsAt);
        Assert.Equal(("266154777", "3f63d7b1a675db4d4f79cb6efcbb8afc"), (alert.Signal.Dimensions["monitor"], alert.Signal.Dimensions["aggregate"]));
        Assert.Equal("aws.autoscaling.group_in_service_instances", alert.Signal.Name);
        Assert.Equal("https://app.datadoghq.com/event/event?id=8544055141553603107", alert.Links["event"]);
        Assert.DoesNotContain("%%%", alert.Summary, StringComparison.Ordinal);
        Assert.DoesNotContain("null", alert.Labels.Values);
    }

    [Fact]
    public void A_warning_is_a_warning()
    {
        var alert = Reading.One(Source, "query-alert-warn");
        Assert.Equal(("XYZ Dev - RDS High Write Latency", Severity.Sev2, "Warn"), (alert.Rule, alert.Severity, alert.Labels["datadog.transition"]));
    }

    [Fact]
    public void A_synthetic_test_has_the_priority_of_its_title_and_no_handle_in_its_text()
    {
        var alert = Reading.One(Source, "synthetics-alert");
        Assert.Equal(("[Synthetics] XYZ - A monitor that always fails", Severity.Sev2), (alert.Rule, alert.Severity));
        Assert.Equal("An alert has been received for idontexist.example.org", alert.Labels["datadog.text"]);
    }

    [Fact]
    public void Pictures_and_addresses_of_its_markdown_are_not_read_out_to_whoever_is_woken()
    {
        var summary = Reading.One(Source, "query-alert-triggered").Summary;
        Assert.StartsWith(
            "XYZ Dev - Web ASG At Max Capacity: Web Auto Scaling Group has reached maximum capacity. aws.autoscaling.group_in_service_instances over "
            + "autoscalinggroupname:myapp-dev-web-asg was >= 3.0 on average during the last 5m. [Monitor Status]",
            summary,
            StringComparison.Ordinal);
        Assert.DoesNotContain("](", summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Triggered_and_recovered_are_one_condition_whatever_the_order_of_the_scope()
    {
        var (fired, over) = (Reading.One(Source, "triggered"), Reading.One(Source, "recovered"));

        Assert.Equal(fired.Fingerprint, over.Fingerprint);
        Assert.Equal(("[Shop] CPU is high", "[Shop] CPU is high"), (fired.Rule, over.Rule));
        Assert.Equal((AlertStatus.Resolved, DateTimeOffset.FromUnixTimeMilliseconds(1795508100000)), (over.Status, over.EndsAt));
        Assert.Equal((Severity.Sev1, "shop-web", "prod", "true"), (fired.Severity, fired.Service, fired.Labels["env"], fired.Labels["canary"]));
        Assert.Equal("[Shop] CPU is high: CPU of web-1 is at 97 %.", fired.Summary);
        Assert.DoesNotContain("snapshot", fired.Links.Keys);
    }

    [Fact]
    public void No_data_is_trouble_of_the_telemetry_and_no_priority_makes_it_worse_than_a_warning()
    {
        var alert = Reading.One(Source, "no-data");
        Assert.Equal((AlertStatus.Firing, SignalKind.Telemetry, Severity.Sev2), (alert.Status, alert.Signal.Kind, alert.Severity));
        Assert.Equal(Reading.One(Source, "triggered").Fingerprint, alert.Fingerprint);
    }

    [Fact]
    public void A_renotification_is_the_same_condition()
    {
        var alert = Reading.One(Source, "renotify");
        Assert.Equal((AlertStatus.Firing, Reading.One(Source, "triggered").Fingerprint), (alert.Status, alert.Fingerprint));
    }

    [Fact]
    public void Fields_of_any_name_and_nesting_are_found_and_nothing_is_nothing()
    {
        var alert = Reading.One(Source, "nested-null");
        Assert.Equal(("Disk is full", "91", "shop-db"), (alert.Rule, alert.Signal.Dimensions["monitor"], alert.Service));
        Assert.Equal((Severity.Sev2, "Triggered"), (alert.Severity, alert.Labels["datadog.transition"]));
        Assert.Single(alert.Signal.Dimensions);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1795507200), alert.StartsAt);
    }

    [Theory]
    [InlineData("Re-Triggered", AlertStatus.Firing)]
    [InlineData("Re-No Data", AlertStatus.Firing)]
    [InlineData("re-warn", AlertStatus.Firing)]
    [InlineData("Recovered", AlertStatus.Resolved)]
    public void Every_transition_is_known(string transition, AlertStatus status) =>
        Assert.Equal(status, Assert.Single(Reading.All(Source, $$"""{"title":"x","alert_id":"1","alert_transition":"{{transition}}","alert_type":"error"}""")).Alert!.Status);

    [Theory]
    [InlineData("{\"title\":\"x\",\"alert_id\":\"1\",\"alert_transition\":\"Triggerd\"}", "alert_transition", "Triggered")]
    [InlineData("{\"title\":\"x\",\"alert_id\":\"1\"}", "alert_transition", null)]
    [InlineData("{\"title\":\"x\",\"alert_transition\":\"Triggered\"}", "alert_id", null)]
    [InlineData("{\"alert_transition\":\"Triggered\"}", "title", null)]
    public void What_does_not_fit_is_told_by_field(string body, string field, string? nearest)
    {
        var letter = Assert.Single(Reading.All(Source, body)).DeadLetter!;
        Assert.Equal((field, nearest), (letter.Field, letter.Nearest));
    }
}

using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Services;
using OpsAutomation.Unit.Core.Alerts.Samples;

namespace OpsAutomation.Unit.Core.Alerts.Sources.Aws;

public sealed class CloudWatchTests
{
    private const string Instance = "arn:aws:ec2:us-east-1:111122223333:instance/i-0123456789abcdef0";

    [Fact]
    public void An_alarm_from_event_bridge_keeps_metric_dimensions_and_place()
    {
        var alert = Read("alarm-event");

        Assert.Equal(("aws", "ServerCpuTooHigh", AlertStatus.Firing, Severity.Sev2), (alert.Source, alert.Rule, alert.Status, alert.Severity));
        Assert.Equal((SignalKind.Metric, "CPUUtilization", "AWS/EC2", "Average", "GreaterThan"), (alert.Signal.Kind, alert.Signal.Name, alert.Signal.Namespace, alert.Signal.Aggregation, alert.Signal.Operator));
        Assert.Equal(TimeSpan.FromMinutes(5), alert.Signal.Window);
        Assert.Equal((99.50160229693434, 50.0), (alert.Value, alert.Threshold));
        Assert.Equal(("i-0123456789abcdef0", "111122223333", "us-east-1"), (alert.Signal.Dimensions["InstanceId"], alert.Signal.Dimensions["account"], alert.Signal.Dimensions["region"]));
        Assert.Equal(Instance, alert.Labels["aws.resource"]);
        Assert.Null(alert.Resource);
        Assert.Equal(new DateTimeOffset(2019, 10, 2, 17, 4, 40, 989, TimeSpan.Zero), alert.StartsAt);
        Assert.StartsWith("ServerCpuTooHigh is ALARM: Threshold Crossed", alert.Summary, StringComparison.Ordinal);
        Assert.Contains("Sev2 is taken", alert.Labels["ops.assumed"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_resource_that_the_catalogue_lists_gives_the_alert_its_resource_and_service_and_the_same_fingerprint()
    {
        var services = new ServiceCatalog([new Service("shop-web", "maria", "shop", 1, ["ana"], [new ResourcePattern("arn:aws:ec2:us-east-1:111122223333:instance/i-*")], [])]);
        var alert = SampleFiles.One("aws", "alarm-event", services);
        Assert.Equal((Instance, "shop-web"), (alert.Resource, alert.Service));
        Assert.Equal(Read("alarm-event").Fingerprint, alert.Fingerprint);
    }

    [Fact]
    public void Metric_math_is_about_the_dimensions_that_its_metrics_share()
    {
        var alert = Read("alarm-event-math");
        Assert.Equal(("Total Network Traffic", 45628.0, 10000.0), (alert.Signal.Name, alert.Value, alert.Threshold));
        Assert.Equal("i-0123456789abcdef0", alert.Signal.Dimensions["InstanceId"]);
    }

    [Fact]
    public void A_composite_alarm_names_its_rule_and_what_set_it_off()
    {
        var alert = Read("alarm-event-composite");
        Assert.Equal((AlertStatus.Firing, SignalKind.Unknown), (alert.Status, alert.Signal.Kind));
        Assert.Equal("ALARM(ServerCpuTooHigh) OR ALARM(TotalNetworkTrafficTooHigh)", alert.Labels["aws.alarmRule"]);
        Assert.Equal(("ServerCpuTooHigh", "WaitPeriod"), (alert.Labels["aws.triggeredBy"], alert.Labels["aws.suppressedBy"]));
        Assert.Equal("arn:aws:cloudwatch:us-east-1:111122223333:alarm:ServiceAggregatedAlarm", alert.Labels["aws.resource"]);
    }

    [Fact]
    public void A_metrics_insights_alarm_on_partial_data_says_so()
    {
        var alert = Read("alarm-event-partial");
        Assert.Equal(("PARTIAL_DATA", 20000.0, 0.0), (alert.Labels["aws.evaluation"], alert.Value, alert.Threshold));
        Assert.StartsWith("SELECT SUM", alert.Signal.Name, StringComparison.Ordinal);
    }

    [Fact]
    public void The_lambda_action_is_read_like_the_event()
    {
        var alert = Read("alarm-action");
        Assert.Equal(("Test alert", "Expression1", 1.0, 10.0, "LessThan"), (alert.Rule, alert.Signal.Name, alert.Value, alert.Threshold, alert.Signal.Operator));
        Assert.Equal("eu-west-1", alert.Labels["aws.region"]);
        Assert.Equal("CompositeDemo.FirstChild", Read("alarm-action-composite").Labels["aws.triggeredBy"]);
    }

    [Fact]
    public void A_doubly_encoded_message_of_sns_is_read_and_its_topic_tells_the_region()
    {
        var alert = SampleFiles.Read(SampleFiles.Text("aws", "sns-alarm"), "aws").Alerts[0];
        Assert.Equal(("bucketbytesAlarm", AlertStatus.Firing, 1062305.0, 0.0, "GreaterThanOrEqual"), (alert.Rule, alert.Status, alert.Value, alert.Threshold, alert.Signal.Operator));
        Assert.Equal(("eu-west-1", "111122223333"), (alert.Labels["aws.region"], alert.Labels["aws.account"]));
        Assert.Equal("arn:aws:s3:::shop-media", alert.Labels["aws.resource"]);
        Assert.Equal(TimeSpan.FromDays(1), alert.Signal.Window);
        Assert.Equal("arn:aws:sns:eu-west-1:111122223333:ops-alerts", alert.Labels["aws.topic"]);
    }

    [Fact]
    public void A_record_of_sns_for_lambda_is_the_notification_that_it_holds()
    {
        var alerts = SampleFiles.Read(SampleFiles.Text("aws", "sns-lambda-alarm"), "aws").Alerts;
        Assert.Equal(("EXAMPLE", 1234.0, "Bytes"), (alerts[0].Rule, alerts[0].Value, alerts[0].Unit));
        Assert.Equal("TestInstance", alerts[0].Signal.Dimensions["InstanceId"]);
    }

    [Fact]
    public void Missing_data_is_a_condition_of_its_own_and_resolves_nothing()
    {
        var blind = Read("sns-insufficient");
        Assert.Equal((AlertStatus.Firing, SignalKind.Telemetry, Severity.Sev3), (blind.Status, blind.Signal.Kind, blind.Severity));
        var alarm = SampleFiles.One("aws", "sns-ok");
        Assert.Equal(AlertStatus.Resolved, alarm.Status);
        Assert.NotEqual(alarm.Fingerprint, blind.Fingerprint);
    }

    [Fact]
    public void The_next_state_ends_the_outage_of_data_and_tells_of_the_alarm()
    {
        var blind = Read("sns-insufficient");
        var body = SampleFiles.Text("aws", "sns-insufficient")
            .Replace("\\\"NewStateValue\\\": \\\"INSUFFICIENT_DATA\\\"", "\\\"NewStateValue\\\": \\\"OK\\\"", StringComparison.Ordinal)
            .Replace("\\\"NewStateValue\\\":\\\"INSUFFICIENT_DATA\\\"", "\\\"NewStateValue\\\":\\\"OK\\\"", StringComparison.Ordinal)
            .Replace("\\\"OldStateValue\\\":\\\"ALARM\\\"", "\\\"OldStateValue\\\":\\\"INSUFFICIENT_DATA\\\"", StringComparison.Ordinal);
        var alerts = SampleFiles.Read(body, "aws").Alerts;
        Assert.Equal(2, alerts.Count);
        Assert.All(alerts, a => Assert.Equal(AlertStatus.Resolved, a.Status));
        Assert.Equal(blind.Fingerprint, alerts[1].Fingerprint);
        Assert.NotEqual(alerts[0].Id, alerts[1].Id);
    }

    [Fact]
    public void A_new_alarm_begins_without_data_and_that_is_no_outage() =>
        Assert.Single(SampleFiles.Read(SampleFiles.Text("aws", "alarm-event-math"), "aws").Alerts);

    [Fact]
    public void The_same_alarm_is_one_condition_through_event_bridge_and_the_lambda_action()
    {
        var ok = Read("alarm-event", ("\"value\": \"ALARM\"", "\"value\": \"OK\""));
        Assert.Equal((AlertStatus.Resolved, Read("alarm-event").Fingerprint), (ok.Status, ok.Fingerprint));
        Assert.NotNull(ok.EndsAt);
    }

    [Theory]
    [InlineData("111122223333", "444455556666")]
    [InlineData("us-east-1", "eu-west-1")]
    [InlineData("i-0123456789abcdef0", "i-00000000000000000")]
    public void Account_region_and_dimensions_make_another_condition(string before, string after) =>
        Assert.NotEqual(Read("alarm-event").Fingerprint, Read("alarm-event", (before, after)).Fingerprint);

    [Fact]
    public void A_severity_that_the_description_writes_out_counts() =>
        Assert.Equal(Severity.Sev0, Read("alarm-event", ("Goes into alarm when", "[sev0] Goes into alarm when")).Severity);

    [Fact]
    public void An_unknown_state_is_a_dead_letter_with_its_field()
    {
        var letter = Assert.Single(SampleFiles.Read(SampleFiles.Text("aws", "alarm-event").Replace("\"value\": \"ALARM\"", "\"value\": \"ALARMED\"", StringComparison.Ordinal), "aws").DeadLetters);
        Assert.Equal(("detail.state.value", "ALARM"), (letter.Field, letter.Nearest));
    }

    private static Alert Read(string name, params (string Before, string After)[] changes)
    {
        var text = changes.Aggregate(SampleFiles.Text("aws", name), (t, c) => t.Replace(c.Before, c.After, StringComparison.Ordinal));
        return Assert.Single(SampleFiles.Read(text, "aws").Alerts);
    }
}

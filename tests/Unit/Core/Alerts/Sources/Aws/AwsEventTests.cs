using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Alerts.Sources.Aws;
using OpsAutomation.Unit.Core.Alerts.Samples;

namespace OpsAutomation.Unit.Core.Alerts.Sources.Aws;

public sealed class AwsEventTests
{
    [Fact]
    public void A_guard_duty_finding_is_one_condition_of_type_and_resource()
    {
        var alert = SampleFiles.One("aws", "guardduty-ec2");
        Assert.Equal(("Backdoor:EC2/C&CActivity.B!DNS", SignalKind.Security, Severity.Sev2), (alert.Rule, alert.Signal.Kind, alert.Severity));
        Assert.Equal("arn:aws:ec2:us-east-1:111122223333:instance/i-99999999", alert.Labels["aws.resource"]);
        Assert.Equal(("true", "DNS_REQUEST"), (alert.Labels["aws.sample"], alert.Labels["aws.action"]));
        Assert.Equal(new DateTimeOffset(2017, 12, 8, 15, 32, 49, TimeSpan.Zero), alert.StartsAt);
        Assert.Equal("Command and Control server domain name queried by EC2 instance i-99999999.", alert.Summary);
        Assert.Equal("arn:aws:iam::111122223333:user/GeneratedFindingUserName", SampleFiles.One("aws", "guardduty-iam").Labels["aws.resource"]);
    }

    [Fact]
    public void Each_security_hub_finding_is_an_alert_and_a_check_that_passes_resolves()
    {
        var alerts = SampleFiles.Read(SampleFiles.Text("aws", "securityhub-two-findings"), "aws").Alerts;
        Assert.Equal(2, alerts.Count);
        Assert.Equal(("Unusual Behaviors/User/UnauthorizedAccess:IAMUser-ConsoleLogin", Severity.Sev2, AlertStatus.Firing), (alerts[0].Rule, alerts[0].Severity, alerts[0].Status));
        Assert.Equal(("S3.8", Severity.Sev1, AlertStatus.Resolved), (alerts[1].Rule, alerts[1].Severity, alerts[1].Status));
        Assert.Equal(("arn:aws:s3:::shop-media", "eu-west-1"), (alerts[1].Labels["aws.resource"], alerts[1].Labels["aws.region"]));
        Assert.NotEqual(alerts[0].Fingerprint, alerts[1].Fingerprint);
    }

    [Fact]
    public void A_health_event_is_about_its_entity()
    {
        var alert = SampleFiles.One("aws", "health-retirement");
        Assert.Equal(("AWS_EC2_PERSISTENT_INSTANCE_RETIREMENT_SCHEDULED", SignalKind.ServiceHealth, "EC2"), (alert.Rule, alert.Signal.Kind, alert.Signal.Name));
        Assert.Equal(("i-00ddbf07ce6372082", "scheduledChange"), (alert.Signal.Dimensions["entity"], alert.Labels["aws.category"]));
        Assert.Equal("2018-11-01 22:00:00Z", alert.Labels["aws.startTime"]);
    }

    [Theory]
    [InlineData("cloudtrail-event-stop-logging", "StopLogging", Severity.Sev1, AlertStatus.Firing, SignalKind.Security)]
    [InlineData("console-login-root", "ConsoleLogin", Severity.Sev1, AlertStatus.Firing, SignalKind.Security)]
    [InlineData("cloudtrail-record", "RunInstances", Severity.Sev4, AlertStatus.Information, SignalKind.ActivityLog)]
    public void A_recorded_call_that_weakens_security_fires_and_any_other_is_information(string sample, string rule, Severity severity, AlertStatus status, SignalKind kind)
    {
        var alert = SampleFiles.One("aws", sample);
        Assert.Equal((rule, severity, status, kind), (alert.Rule, alert.Severity, alert.Status, alert.Signal.Kind));
        Assert.StartsWith("arn:aws:iam::111122223333:", alert.Labels["aws.actor"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_refused_attempt_is_one_degree_lower()
    {
        var text = SampleFiles.Text("aws", "cloudtrail-event-stop-logging").Replace("\"eventName\"", "\"errorCode\": \"AccessDenied\", \"eventName\"", StringComparison.Ordinal);
        var alert = Assert.Single(SampleFiles.Read(text, "aws").Alerts);
        Assert.Equal((Severity.Sev2, "attempted: the audit trail is stopped"), (alert.Severity, alert.Labels["aws.risk"]));
    }

    [Fact]
    public void A_budget_is_read_from_the_text_of_its_mail()
    {
        var alert = SampleFiles.One("aws", "sns-budget");
        Assert.Equal(("shop-monthly", SignalKind.Budget, Severity.Sev2), (alert.Rule, alert.Signal.Kind, alert.Severity));
        Assert.Equal((2105.5, 1600.0, "USD"), (alert.Value, alert.Threshold, alert.Unit));
        Assert.Equal(("actual", "1600", "111122223333"), (alert.Signal.Dimensions["thresholdType"], alert.Signal.Dimensions["threshold"], alert.Signal.Dimensions["account"]));
    }

    [Fact]
    public void A_cost_anomaly_is_the_same_condition_from_event_bridge_and_sns()
    {
        var (sns, bridge) = (SampleFiles.One("aws", "sns-cost-anomaly"), SampleFiles.One("aws", "cost-anomaly-event"));
        Assert.Equal(sns.Fingerprint, bridge.Fingerprint);
        Assert.Equal((SignalKind.CostAnomaly, 1301.0, 301.0, "USD", Severity.Sev2), (sns.Signal.Kind, sns.Value, sns.Threshold, sns.Unit, sns.Severity));
        Assert.Equal("EU-BoxUsage:m5.4xlarge", sns.Labels["aws.causeUsage"]);
        Assert.StartsWith("https://console.aws.amazon.com/", sns.Links["anomaly"], StringComparison.Ordinal);
    }

    [Fact]
    public void An_event_that_is_no_alert_is_a_dead_letter_that_names_its_type()
    {
        var letter = Assert.Single(SampleFiles.Read(SampleFiles.Text("aws", "event-unknown")).DeadLetters);
        Assert.Equal("detail-type", letter.Field);
        Assert.Contains("EC2 Instance State-change Notification", letter.Reason, StringComparison.Ordinal);
        Assert.Equal("Message", Assert.Single(SampleFiles.Read(SampleFiles.Text("aws", "sns-lambda-text")).DeadLetters).Field);
    }

    [Fact]
    public void A_subscription_confirmation_is_a_handshake_that_is_recorded_and_not_followed()
    {
        var split = SampleFiles.Source("aws").Split(SampleFiles.Json("aws", "sns-confirmation"));
        Assert.Equal(("SubscriptionConfirmation", "arn:aws:sns:eu-west-1:111122223333:ops-alerts"), (split.Handshake!.Kind, split.Handshake.Topic));
        Assert.NotNull(Assert.Single(split.Items).Unparseable);
        var read = SampleFiles.Read(SampleFiles.Text("aws", "sns-confirmation"));
        Assert.True(read.IsWell);
        Assert.Empty(read.Alerts);
    }

    [Fact]
    public void The_envelope_keeps_what_a_signature_is_over_and_hides_its_token()
    {
        var envelope = SnsEnvelope.Read(SampleFiles.Json("aws", "sns-confirmation"))!;
        Assert.Contains('\n', envelope.Message!);
        Assert.Equal("0123456789abcdef0123", envelope.Token);
        Assert.StartsWith("https://sns.eu-west-1.amazonaws.com/", envelope.SubscribeUrl, StringComparison.Ordinal);
        Assert.DoesNotContain("0123456789abcdef0123", envelope.ToString(), StringComparison.Ordinal);
        Assert.Null(SnsEnvelope.Read(SampleFiles.Json("aws", "alarm-event")));
    }

    [Fact]
    public void Splitting_an_item_again_gives_that_item()
    {
        var source = SampleFiles.Source("aws");
        foreach (var name in SampleFiles.Names("aws"))
        {
            foreach (var item in source.Split(SampleFiles.Json("aws", name)).Items)
            {
                Assert.Contains(item.Id, source.Split(item.Body).Items.Select(i => i.Id));
            }
        }
    }

    [Fact]
    public void A_bad_record_does_not_cost_its_neighbours()
    {
        var good = SampleFiles.Text("aws", "sns-lambda-alarm").TrimEnd();
        var text = good[..good.LastIndexOf(']')] + ",{\"Sns\":7}]}";
        var split = SampleFiles.Source("aws").Split(AzureSamples.Json(text));
        Assert.Equal("Records[1].Sns", Assert.Single(split.Items, i => i.Unparseable is not null).Unparseable!.Field);
        Assert.Equal(3, split.Items.Count);
    }
}

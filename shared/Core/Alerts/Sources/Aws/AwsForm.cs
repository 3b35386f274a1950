namespace OpsAutomation.Core.Alerts.Sources.Aws;

/// <summary>The outermost form of a body.</summary>
internal enum AwsForm
{
    /// <summary>Nothing of AWS.</summary>
    None,

    /// <summary>An EventBridge event: <c>detail-type</c> and <c>detail</c>.</summary>
    Event,

    /// <summary>SNS over HTTPS: <c>Type</c> and <c>TopicArn</c>.</summary>
    Sns,

    /// <summary>Records for a Lambda function, or of a CloudTrail file.</summary>
    Records,

    /// <summary>The Lambda action of a CloudWatch alarm: <c>alarmData</c>.</summary>
    AlarmAction,

    /// <summary>A CloudWatch alarm's message without an envelope: <c>AlarmName</c> and <c>NewStateValue</c>.</summary>
    AlarmMessage,

    /// <summary>One CloudTrail record: <c>eventSource</c>, <c>eventName</c> and <c>awsRegion</c>.</summary>
    Trail,

    /// <summary>A message of Cost Anomaly Detection without an envelope.</summary>
    CostAnomaly,

    /// <summary>Our own wrapper: an alarm has data again.</summary>
    TelemetryRecovered,
}

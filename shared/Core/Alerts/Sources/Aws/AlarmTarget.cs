namespace OpsAutomation.Core.Alerts.Sources.Aws;

/// <summary>
/// The resource that an alarm is about, as an ARN, where namespace and dimensions name it without doubt. The forms of the ARNs
/// are those of the Service Authorization Reference.
/// </summary>
internal static class AlarmTarget
{
    public static string? Of(AlarmFacts alarm)
    {
        var (place, dimensions) = (alarm.Place, alarm.Signal.Dimensions);
        string? Named(string dimension) => dimensions.TryGetValue(dimension, out var value) && value.All(IsPlain) ? value : null;
        string? Here(string service, string prefix, string dimension) => Named(dimension) is { } name ? place.Arn(service, prefix + name) : null;
        return alarm.Signal.Namespace switch
        {
            "AWS/EC2" => Here("ec2", "instance/", "InstanceId"),
            "AWS/Lambda" => Here("lambda", "function:", "FunctionName"),
            "AWS/RDS" => Here("rds", "db:", "DBInstanceIdentifier") ?? Here("rds", "cluster:", "DBClusterIdentifier"),
            "AWS/SQS" => Here("sqs", string.Empty, "QueueName"),
            "AWS/SNS" => Here("sns", string.Empty, "TopicName"),
            "AWS/DynamoDB" => Here("dynamodb", "table/", "TableName"),
            "AWS/S3" => Named("BucketName") is { } bucket ? Arn.Parse($"arn:{place.Partition}:s3:::{bucket}")?.Text : null,
            "AWS/ECS" when Named("ClusterName") is { } cluster => Named("ServiceName") is { } service
                ? place.Arn("ecs", $"service/{cluster}/{service}")
                : place.Arn("ecs", $"cluster/{cluster}"),
            _ => null,
        };
    }

    // A name with a colon or a slash would make another resource of it.
    private static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.';
}

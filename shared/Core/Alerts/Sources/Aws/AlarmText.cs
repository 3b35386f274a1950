namespace OpsAutomation.Core.Alerts.Sources.Aws;

/// <summary>Reads an alarm as CloudWatch publishes it to SNS: <c>AlarmName</c>, <c>NewStateValue</c>, <c>Trigger</c>.</summary>
internal static class AlarmText
{
    private const int MaxDimensions = 30;

    public static AlarmFacts Read(AwsMessage message)
    {
        var root = message.Root;
        var trigger = root.Object("Trigger");
        var reason = root.Text("NewStateReason", 1024);
        var arn = Arn.Parse(root.Text("AlarmArn", 1024));
        var topic = Arn.Parse(message.Sns?.TopicArn);
        var numbers = AlarmReason.Read(root.Object("NewStateReasonData"), reason);
        var composite = root.Text("AlarmRule", 1024);
        return new AlarmFacts
        {
            Fields = ("AlarmName", "NewStateValue"),

            // "Region" is a name for people ("EU (Ireland)"); an alarm publishes to topics of its own region only.
            Place = new AwsPlace(
                root.Text("AWSAccountId", 64) ?? arn?.Account ?? topic?.Account, arn?.Region ?? topic?.Region ?? root.Text("Region", 64),
                arn?.Partition ?? topic?.Partition ?? "aws"),
            Arn = arn,
            Name = root.Text("AlarmName", 260),
            State = root.Text("NewStateValue", 32),
            Previous = root.Text("OldStateValue", 32),
            At = root.Time("StateChangeTime"),
            Reason = reason,
            Description = root.Text("AlarmDescription"),
            CompositeRule = composite,
            TriggeredBy = string.Join(", ", root.List("TriggeringChildren").Select(c => Arn.Parse(new JsonFields(c).Text("Arn", 1024))?.Resource).Where(c => c is not null)) is { Length: > 0 } names
                ? names.Replace("alarm:", string.Empty, StringComparison.Ordinal)
                : null,
            Value = numbers.Value,
            Threshold = trigger.Number("Threshold") ?? numbers.Threshold,
            Unit = trigger.Text("Unit", 32),
            Signal = composite is null
                ? Watched(trigger, numbers.Operator)
                : new Signal(SignalKind.Unknown, "composite", null, null, null, null, new Dictionary<string, string>(StringComparer.Ordinal)),
        };
    }

    // Metric math has Metrics instead of MetricName; its elements are those of EventBridge with other capitals.
    private static Signal Watched(JsonFields trigger, string? comparison)
    {
        var metrics = trigger.List("Metrics").Select(m => new JsonFields(m)).ToArray();
        var watched = Array.Find(metrics, m => string.Equals(m.Text("ReturnData", 8), "true", StringComparison.OrdinalIgnoreCase));
        var stat = watched.Object("MetricStat");
        var metric = stat.Object("Metric");
        var alone = trigger.Find("MetricName") is not null;
        return new Signal(
            SignalKind.Metric,
            trigger.Text("MetricName", 256) ?? metric.Text("MetricName", 256) ?? watched.Text("Label", 256) ?? watched.Text("Expression", 256),
            trigger.Text("Namespace", 256) ?? metric.Text("Namespace", 256),
            AlarmReason.Statistic(trigger.Text("Statistic", 64) ?? trigger.Text("ExtendedStatistic", 64) ?? stat.Text("Stat", 64)),
            AlarmReason.Operator(trigger.Text("ComparisonOperator", 64)) ?? comparison,
            AlarmReason.Period(trigger.Number("Period") ?? stat.Number("Period")),
            alone ? Dimensions(trigger) : metric.Exists ? Dimensions(metric) : Shared(metrics));
    }

    private static IReadOnlyDictionary<string, string> Shared(JsonFields[] metrics)
    {
        var each = metrics.Select(m => m.Object("MetricStat").Object("Metric")).Where(m => m.Exists).Select(Dimensions).ToArray();
        return each.Length == 0
            ? new Dictionary<string, string>(StringComparer.Ordinal)
            : each[0].Where(d => each.All(e => e.TryGetValue(d.Key, out var value) && value == d.Value)).ToDictionary(StringComparer.Ordinal);
    }

    private static Dictionary<string, string> Dimensions(JsonFields metric)
    {
        var dimensions = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var dimension in metric.List("Dimensions", MaxDimensions).Select(d => new JsonFields(d)))
        {
            if (dimension.Text("name", 256) is { } name && dimension.Text("value") is { } value)
            {
                dimensions[name] = value;
            }
        }

        return dimensions;
    }
}

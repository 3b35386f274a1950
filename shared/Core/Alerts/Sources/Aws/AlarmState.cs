namespace OpsAutomation.Core.Alerts.Sources.Aws;

/// <summary>
/// Reads an alarm as EventBridge (<c>detail</c>) and the Lambda action (<c>alarmData</c>) describe it: metric, metric math, Metrics
/// Insights and composite alarms. Source: CloudWatch User Guide, "Alarm events and EventBridge".
/// </summary>
internal static class AlarmState
{
    private const int MaxDimensions = 30;

    public static AlarmFacts Read(AwsMessage message, JsonFields data)
    {
        var isEvent = message.DetailType is not null;
        var (state, previous, configuration) = (data.Object("state"), data.Object("previousState"), data.Object("configuration"));
        var arn = isEvent
            ? message.Root.List("resources").Select(r => Arn.Parse(JsonFields.TextOf(r, 1024))).FirstOrDefault(a => a is not null)
            : Arn.Parse(message.Root.Text("alarmArn", 1024));
        var reason = state.Text("reason", 1024);
        var metrics = configuration.List("metrics").Select(m => new JsonFields(m)).ToArray();
        var composite = configuration.Text("alarmRule", 1024);
        var numbers = AlarmReason.Read(state.Object("reasonData"), reason);
        return new AlarmFacts
        {
            Fields = isEvent ? ("detail.alarmName", "detail.state.value") : ("alarmData.alarmName", "alarmData.state.value"),
            Place = new AwsPlace(
                message.Root.Text(isEvent ? "account" : "accountId", 64) ?? arn?.Account, message.Root.Text("region", 64) ?? arn?.Region, arn?.Partition ?? "aws"),
            Arn = arn,
            Name = data.Text("alarmName", 260),
            State = state.Text("value", 32),
            Previous = previous.Text("value", 32),
            IsNew = previous.Text("reason")?.StartsWith("Unchecked: Initial alarm creation", StringComparison.Ordinal) == true,
            At = state.Time("timestamp"),
            PreviousAt = previous.Time("timestamp"),
            Reason = reason,
            Description = configuration.Text("description"),
            Evaluation = state.Text("evaluationState", 64),
            CompositeRule = composite,
            TriggeredBy = TriggeredBy(state),
            SuppressedBy = state.Text("actionsSuppressedBy", 128),
            Value = numbers.Value,
            Threshold = numbers.Threshold,
            Signal = composite is null ? Watched(metrics, numbers.Operator) : new Signal(SignalKind.Unknown, "composite", null, null, null, null, Empty()),
        };
    }

    // The metric that is returned is the one that is watched; the others feed its expression.
    private static Signal Watched(JsonFields[] metrics, string? comparison)
    {
        var watched = Array.Find(metrics, m => string.Equals(m.Text("returnData", 8), "true", StringComparison.OrdinalIgnoreCase));
        watched = watched.Exists ? watched : metrics.FirstOrDefault();
        var stat = watched.Object("metricStat");
        var metric = stat.Object("metric");
        var period = stat.Number("period") ?? watched.Number("period");
        var name = metric.Text("name", 256) ?? watched.Text("label", 256) ?? watched.Text("expression", 256);
        return new Signal(
            SignalKind.Metric, name, metric.Text("namespace", 256), AlarmReason.Statistic(stat.Text("stat", 64)), comparison, AlarmReason.Period(period),
            metric.Exists ? Dimensions(metric) : Shared(metrics));
    }

    // Metric math has no dimensions of its own: those on which all of its metrics agree say what it is about.
    private static IReadOnlyDictionary<string, string> Shared(JsonFields[] metrics)
    {
        var each = metrics.Select(m => m.Object("metricStat").Object("metric")).Where(m => m.Exists).Select(Dimensions).ToArray();
        return each.Length == 0
            ? Empty()
            : each[0].Where(d => each.All(e => e.TryGetValue(d.Key, out var value) && value == d.Value)).ToDictionary(StringComparer.Ordinal);
    }

    private static Dictionary<string, string> Dimensions(JsonFields metric)
    {
        var dimensions = Empty();
        foreach (var property in metric.Object("dimensions").Properties.Take(MaxDimensions))
        {
            if (JsonFields.TextOf(property.Value, 512) is { } value)
            {
                dimensions[AlertText.Clean(property.Name, 256)] = value;
            }
        }

        return dimensions;
    }

    private static string? TriggeredBy(JsonFields state)
    {
        var alarms = state.Object("reasonData").List("triggeringAlarms").Select(a => Arn.Parse(new JsonFields(a).Text("arn", 1024))?.Resource).Where(a => a is not null);
        return string.Join(", ", alarms.Select(a => a!.Replace("alarm:", string.Empty, StringComparison.Ordinal))) is { Length: > 0 } names ? names : null;
    }

    private static Dictionary<string, string> Empty() => new(StringComparer.Ordinal);
}

using System.Text.Json;
using OpsAutomation.Core.Alerts.Intake;

namespace OpsAutomation.Core.Alerts.Sources.Aws;

/// <summary>
/// Splits one message into single alerts: one per record, per security finding, per entity of a health event; and a second one
/// where an alarm's state change also ends an outage of its data. Each has a form that splits into itself.
/// </summary>
internal static class AwsSplit
{
    private const int MaxParts = 100;

    /// <summary>The outermost form.</summary>
    public static AwsForm FormOf(JsonFields root)
    {
        bool Has(string name, JsonValueKind kind) => root.Find(name)?.ValueKind == kind;
        bool HasText(string name) => Has(name, JsonValueKind.String);
        return !root.Exists ? AwsForm.None
            : HasText("detail-type") ? AwsForm.Event
            : HasText("Type") && HasText("TopicArn") ? AwsForm.Sns
            : Has("Records", JsonValueKind.Array) ? AwsForm.Records
            : Has("alarmData", JsonValueKind.Object) ? AwsForm.AlarmAction
            : HasText("AlarmName") && root.Find("NewStateValue") is not null ? AwsForm.AlarmMessage
            : HasText("eventSource") && HasText("eventName") && HasText("awsRegion") ? AwsForm.Trail
            : HasText("anomalyId") && Has("impact", JsonValueKind.Object) ? AwsForm.CostAnomaly
            : Has(AwsMessage.TelemetryWrapper, JsonValueKind.Object) ? AwsForm.TelemetryRecovered
            : AwsForm.None;
    }

    /// <summary>Splits one message without flaws.</summary>
    public static MessageSplit One(string source, JsonElement body)
    {
        var root = new JsonFields(body);
        return FormOf(root) switch
        {
            AwsForm.Event => Event(source, body, root),
            AwsForm.Sns => Sns(source, body),
            AwsForm.Records => Records(source, root.Find("Records")!.Value),
            AwsForm.AlarmAction or AwsForm.AlarmMessage => Alarm(source, body, DerivedId.OfContent(source, body)),
            AwsForm.Trail when root.Text("eventID", 128) is { } id => MessageSplit.Of(new SplitItem(DerivedId.Of(source, "trail", id), body)),
            AwsForm.TelemetryRecovered => Recovered(source, body, root.Find(AwsMessage.TelemetryWrapper)!.Value),
            AwsForm.Trail or AwsForm.CostAnomaly => MessageSplit.Of(source, body),
            _ => MessageSplit.Refuse(
                "detail-type",
                "The body is none of the forms of AWS: an EventBridge event has 'detail-type', SNS has 'Type' and 'TopicArn', Lambda has 'Records', a CloudWatch alarm has 'alarmData' or 'AlarmName' and 'NewStateValue'."),
        };
    }

    private static MessageSplit Event(string source, JsonElement body, JsonFields root)
    {
        if (root.Find("detail") is not { ValueKind: JsonValueKind.Object } detail)
        {
            return MessageSplit.Refuse("detail", "'detail' is required and must be an object.");
        }

        var type = root.Text("detail-type", 128);
        string?[] name = [root.Text("id", 128), root.Text("source", 128), root.Text("account", 64), type];
        var id = name[0] is null ? DerivedId.OfContent(source, body) : DerivedId.Of(source, ["event", .. name]);
        var list = type?.StartsWith("Security Hub Findings", StringComparison.OrdinalIgnoreCase) == true ? "findings"
            : string.Equals(type, "AWS Health Event", StringComparison.OrdinalIgnoreCase) ? "affectedEntities"
            : null;
        if (list is null || new JsonFields(detail).Find(list) is not { ValueKind: JsonValueKind.Array } parts || parts.GetArrayLength() == 0)
        {
            return CloudWatchKind.IsAlarm(type) ? Alarm(source, body, id) : MessageSplit.Of(new SplitItem(id, body));
        }

        if (parts.GetArrayLength() > MaxParts)
        {
            return MessageSplit.Refuse($"detail.{list}", $"'detail.{list}' may have {MaxParts} elements.", 413);
        }

        if (parts.EnumerateArray().Any(p => p.ValueKind != JsonValueKind.Object))
        {
            return MessageSplit.Refuse($"detail.{list}", $"Every element of 'detail.{list}' must be an object.");
        }

        return MessageSplit.Of(parts.EnumerateArray()
            .Select(p => new SplitItem(DerivedId.Of(source, ["part", .. name, DerivedId.Hash(p)]), JsonRewrite.WithOnly(body, ["detail", list], p))));
    }

    private static MessageSplit Sns(string source, JsonElement body)
    {
        if (SnsEnvelope.Read(body) is not { } sns)
        {
            return MessageSplit.Refuse("Type", "'Type' must be Notification, SubscriptionConfirmation or UnsubscribeConfirmation.");
        }

        var id = sns.MessageId is { Length: > 0 } name ? DerivedId.Of(source, "sns", sns.TopicArn, sns.Type, name, sns.Message) : DerivedId.OfContent(source, body);
        if (sns.IsHandshake)
        {
            var letter = new DeadLetter("Type", $"A {sns.Type} of {AlertText.Clean(sns.TopicArn, 256)}: a handshake, not an alert. Its address was not fetched.");
            return MessageSplit.Of(new SplitItem(id, body, letter), new SourceHandshake(sns.Type, AlertText.Clean(sns.TopicArn, 256)));
        }

        if (sns.Message is null)
        {
            return MessageSplit.Refuse("Message", "'Message' is required and must be a string.");
        }

        if (AwsMessage.Embedded(sns.Message) is not { } message)
        {
            return MessageSplit.Of(new SplitItem(id, body));
        }

        return FormOf(new JsonFields(message)) switch
        {
            // The event stands for itself: the same one may come directly too, and is then the same alert.
            AwsForm.Event => One(source, message),
            AwsForm.AlarmMessage => Alarm(source, body, id),
            _ => MessageSplit.Of(new SplitItem(id, body)),
        };
    }

    // A record of SNS for Lambda becomes the notification that SNS would have posted.
    private static MessageSplit Records(string source, JsonElement records)
    {
        if (records.GetArrayLength() is 0 or > AlertSplit.MaxAlerts)
        {
            return MessageSplit.Refuse("Records", $"'Records' must hold 1 to {AlertSplit.MaxAlerts} records.");
        }

        return MessageSplit.Of(records.EnumerateArray().SelectMany((record, index) =>
            Record(source, record) is var read && read.Problem is { } problem ? [AlertSplit.Unparseable(source, record, $"Records[{index}]", problem)] : read.Items));
    }

    private static MessageSplit Record(string source, JsonElement record)
    {
        var root = new JsonFields(record);
        return root.Find("Sns") is { ValueKind: JsonValueKind.Object } sns ? Sns(source, sns)
            : FormOf(root) is AwsForm.Trail or AwsForm.Event ? One(source, record)
            : MessageSplit.Refuse("Sns", "A record must have an object 'Sns', or be a CloudTrail record.");
    }

    private static MessageSplit Alarm(string source, JsonElement body, string id)
    {
        var item = new SplitItem(id, body);
        if (!CloudWatchKind.EndsOutage(AwsMessage.Of(body)))
        {
            return MessageSplit.Of(item);
        }

        // One level deeper than the body: what fitted just so stays alone.
        var recovered = JsonRewrite.Wrap(AwsMessage.TelemetryWrapper, body);
        return JsonFlaws.Find(recovered) is null
            ? MessageSplit.Of([item, new SplitItem(DerivedId.Of(source, "recovered", id), recovered)])
            : MessageSplit.Of(item);
    }

    private static MessageSplit Recovered(string source, JsonElement body, JsonElement inside)
    {
        // Only a state change, whose second item this is: anything else in the wrapper was never made here.
        var form = FormOf(new JsonFields(inside));
        var again = form is AwsForm.Records or AwsForm.TelemetryRecovered ? [] : One(source, inside).Items.Take(3).ToArray();
        return again.Length == 2 && again[1].Body.TryGetProperty(AwsMessage.TelemetryWrapper, out _) ? MessageSplit.Of(again[1]) : MessageSplit.Of(source, body);
    }
}

namespace OpsAutomation.Core.Alerts.Sources.Aws;

/// <summary>
/// The state change of a CloudWatch alarm. <c>ALARM</c> fires and <c>OK</c> resolves. <c>INSUFFICIENT_DATA</c> says nothing about
/// the condition, so it resolves nothing: it fires a condition of its own, that the alarm cannot see, which the next state ends.
/// </summary>
internal sealed class CloudWatchKind : IAwsKind
{
    private const string Blind = "INSUFFICIENT_DATA";

    public string Name => "CloudWatch alarm";

    public IReadOnlyList<string> DetailTypes { get; } = ["CloudWatch Alarm State Change"];

    /// <summary>Whether events of that type are state changes of alarms.</summary>
    public static bool IsAlarm(string? detailType) => string.Equals(detailType, "CloudWatch Alarm State Change", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a state change also ends an outage of the alarm's data. A new alarm begins without data; that is no outage.</summary>
    public static bool EndsOutage(AwsMessage message) =>
        Alarm(message) is { Previous: Blind, IsNew: false, State: "ALARM" or "OK", Name: not null };

    public bool Fits(AwsMessage message) =>
        IsAlarm(message.DetailType) || message.Root.Object("alarmData").Exists || (message.Root.Find("AlarmName") is not null && message.Root.Find("NewStateValue") is not null);

    public AlertDraft? Read(AwsMessage message, IntakeContext context, out DeadLetter? problem)
    {
        var alarm = Alarm(message);
        problem = Check(alarm);
        if (problem is not null)
        {
            return null;
        }

        var target = AlarmTarget.Of(alarm) ?? alarm.Arn?.Text ?? alarm.Place.Arn("cloudwatch", $"alarm:{alarm.Name}");
        var blind = message.TelemetryRecovered || alarm.State == Blind;
        var draft = AwsDraft.Begin(message, context, alarm.Name!, blind ? Unseen(alarm) : alarm.Signal, alarm.Place, target);
        Label(draft.Labels, alarm);
        var at = alarm.At ?? message.Time ?? context.ReceivedAt;
        var resolved = message.TelemetryRecovered || alarm.State == "OK";
        var severity = blind ? Severity.Sev3 : alarm.Severity;
        if (severity is null)
        {
            draft.Labels.Assume("CloudWatch sends no severity and the alarm's description names none; Sev2 is taken");
        }

        return draft with
        {
            Severity = severity ?? Severity.Sev2,
            Status = resolved ? AlertStatus.Resolved : AlertStatus.Firing,
            StartsAt = resolved ? alarm.PreviousAt ?? at : at,
            EndsAt = resolved ? at : null,
            Value = blind ? null : alarm.Value,
            Threshold = blind ? null : alarm.Threshold,
            Unit = blind ? null : alarm.Unit,
            Summary = Summary(alarm, message.TelemetryRecovered),
        };
    }

    private static AlarmFacts Alarm(AwsMessage message) =>
        IsAlarm(message.DetailType) ? AlarmState.Read(message, message.Detail)
        : message.Root.Object("alarmData") is { Exists: true } data ? AlarmState.Read(message, data)
        : AlarmText.Read(message);

    private static DeadLetter? Check(AlarmFacts alarm)
    {
        if (alarm.Name is null)
        {
            return new DeadLetter(alarm.Fields.Name, "The name of the alarm is missing.");
        }

        return alarm.State is "ALARM" or "OK" or Blind
            ? null
            : new DeadLetter(alarm.Fields.State, $"'{alarm.State}' is no state of an alarm: ALARM, OK or {Blind}.", NearestName.Of(alarm.State, ["ALARM", "OK", Blind]));
    }

    // The condition is the alarm's blindness, whatever it measures.
    private static Signal Unseen(AlarmFacts alarm) => alarm.Signal with
    {
        Kind = SignalKind.Telemetry,
        Operator = null,
        Dimensions = new Dictionary<string, string>(alarm.Signal.Dimensions, StringComparer.Ordinal) { ["condition"] = "insufficient-data" },
    };

    private static void Label(AlertLabels labels, AlarmFacts alarm)
    {
        labels.Add("aws.alarm", alarm.Arn?.Text);
        labels.Add("aws.state", alarm.State);
        labels.Add("aws.previousState", alarm.Previous);
        labels.Add("aws.description", alarm.Description);
        labels.Add("aws.reason", alarm.Reason);
        labels.Add("aws.evaluation", alarm.Evaluation);
        labels.Add("aws.alarmRule", alarm.CompositeRule);
        labels.Add("aws.triggeredBy", alarm.TriggeredBy);
        labels.Add("aws.suppressedBy", alarm.SuppressedBy);
    }

    private static string Summary(AlarmFacts alarm, bool recovered) =>
        recovered ? $"{alarm.Name}: its data arrives again, the state is {alarm.State}"
        : alarm.State == Blind ? $"{alarm.Name}: its data does not arrive, so the condition is unknown ({alarm.Reason ?? "no reason given"})"
        : $"{alarm.Name} is {alarm.State}: {alarm.Reason ?? "no reason given"}";
}

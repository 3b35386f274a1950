namespace OpsAutomation.Core.Alerts.Sources.Aws;

/// <summary>
/// A call that CloudTrail recorded, from EventBridge or as a bare record. Calls that weaken security are alerts of Sev1 and Sev2;
/// every other is recorded as information of Sev4, since somebody made a rule that sends it. A call that a service made on
/// somebody's behalf is activity. Source: CloudTrail User Guide, "CloudTrail record contents".
/// </summary>
internal sealed class CloudTrailKind : IAwsKind
{
    public string Name => "CloudTrail event";

    public IReadOnlyList<string> DetailTypes { get; } =
    [
        "AWS API Call via CloudTrail", "AWS Console Sign In via CloudTrail", "AWS Service Event via CloudTrail", "AWS Console Action via CloudTrail",
        "AWS Insight via CloudTrail",
    ];

    public bool Fits(AwsMessage message) =>
        message.DetailType?.EndsWith(" via CloudTrail", StringComparison.OrdinalIgnoreCase) == true
        || (message.DetailType is null && AwsSplit.FormOf(message.Root) == AwsForm.Trail);

    public AlertDraft? Read(AwsMessage message, IntakeContext context, out DeadLetter? problem)
    {
        var isEvent = message.DetailType is not null;
        var record = isEvent ? message.Detail : message.Root;
        var (prefix, name) = (isEvent ? "detail." : string.Empty, record.Text("eventName", 256));
        problem = name is null ? new DeadLetter($"{prefix}eventName", "The record names no call.", Name)
            : record.Text("eventSource", 256) is null ? new DeadLetter($"{prefix}eventSource", "The record names no service.", Name)
            : null;
        if (problem is not null)
        {
            return null;
        }

        var identity = record.Object("userIdentity");
        var place = new AwsPlace(
            record.Text("recipientAccountId", 64) ?? identity.Text("accountId", 64) ?? message.Root.Text("account", 64),
            record.Text("awsRegion", 64) ?? message.Root.Text("region", 64));
        var resource = record.List("resources").Select(r => Arn.Parse(new JsonFields(r).Text("ARN", 1024))?.Text).FirstOrDefault(a => a is not null);
        var operation = $"{record.Text("eventSource", 256)}:{name}";
        var actor = Actor(identity);
        var signal = AwsDraft.Signal(SignalKind.ActivityLog, operation, ("operation", operation.ToLowerInvariant()), ("actor", actor));
        var draft = AwsDraft.Begin(message, context, name!, signal, place, resource);
        var error = record.Text("errorCode", 128);
        var verdict = TrailRisk.Of(name!, record, identity, error);
        draft.Labels.Add("aws.operation", operation);
        draft.Labels.Add("aws.actor", actor);
        draft.Labels.Add("aws.actorType", identity.Text("type", 64));
        draft.Labels.Add("aws.invokedBy", identity.Text("invokedBy", 128));
        draft.Labels.Add("aws.sourceAddress", record.Text("sourceIPAddress", 256));
        draft.Labels.Add("aws.error", error);
        draft.Labels.Add("aws.eventId", record.Text("eventID", 64));
        draft.Labels.Add("aws.risk", verdict.Reason);
        return draft with
        {
            Severity = verdict.Severity,
            Status = verdict.IsSecurity ? AlertStatus.Firing : AlertStatus.Information,
            StartsAt = record.Time("eventTime") ?? draft.StartsAt,
            Signal = draft.Signal with { Kind = verdict.IsSecurity ? SignalKind.Security : SignalKind.ActivityLog },
            Summary = $"{name} by {actor ?? "somebody"}{(error is null ? string.Empty : $" was refused ({error})")}: {verdict.Reason}",
        };
    }

    private static string? Actor(JsonFields identity) =>
        identity.Text("arn", 512) ?? identity.Text("userName", 256) ?? identity.Text("principalId", 256) ?? identity.Text("invokedBy", 256) ?? identity.Text("type", 64);
}

namespace OpsAutomation.Core.Alerts.Sources.Aws;

/// <summary>
/// A GuardDuty finding. One condition is one type on one resource: GuardDuty counts repeats up in the same finding. Source:
/// GuardDuty User Guide, "Finding format" and "Severity levels".
/// </summary>
internal sealed class GuardDutyKind : IAwsKind
{
    public string Name => "GuardDuty finding";

    public IReadOnlyList<string> DetailTypes { get; } = ["GuardDuty Finding"];

    public bool Fits(AwsMessage message) => message.IsEvent("GuardDuty Finding");

    public AlertDraft? Read(AwsMessage message, IntakeContext context, out DeadLetter? problem)
    {
        var finding = message.Detail;
        problem = finding.Text("type", 256) is null ? new DeadLetter("detail.type", "The finding has no type.", Name) : null;
        if (problem is not null)
        {
            return null;
        }

        var type = finding.Text("type", 256)!;
        var service = finding.Object("service");
        var place = new AwsPlace(
            finding.Text("accountId", 64) ?? message.Root.Text("account", 64), finding.Text("region", 64) ?? message.Root.Text("region", 64),
            finding.Text("partition", 32) ?? "aws");
        var (resource, name) = Affected(finding.Object("resource"), place);

        // Without a resource two findings are two conditions: merging them would leave one of them unattended.
        var signal = AwsDraft.Signal(SignalKind.Security, type, ("resource", name), ("finding", name is null ? finding.Text("id", 128) ?? message.Root.Text("id", 128) : null));
        var draft = AwsDraft.Begin(message, context, type, signal, place, resource ?? name);
        draft.Labels.Add("aws.finding", finding.Text("id", 128));
        draft.Labels.Add("aws.findingArn", Arn.Parse(finding.Text("arn", 1024))?.Text);
        draft.Labels.Add("aws.severity", finding.Text("severity", 16));
        draft.Labels.Add("aws.resourceType", finding.Object("resource").Text("resourceType", 64));
        draft.Labels.Add("aws.action", service.Object("action").Text("actionType", 64));
        draft.Labels.Add("aws.count", service.Text("count", 16));
        draft.Labels.Add("aws.description", finding.Text("description"));
        draft.Labels.Add("aws.sample", service.Object("additionalInfo").Text("sample", 8));
        var severity = Severity(finding.Number("severity"));
        if (severity is null)
        {
            draft.Labels.Assume("the finding has no severity; Sev2 is taken");
        }

        var archived = string.Equals(service.Text("archived", 8), "true", StringComparison.OrdinalIgnoreCase);
        var seen = service.Time("eventLastSeen") ?? finding.Time("updatedAt");
        return draft with
        {
            Severity = severity ?? Alerts.Severity.Sev2,
            Status = archived ? AlertStatus.Resolved : AlertStatus.Firing,
            StartsAt = service.Time("eventFirstSeen") ?? finding.Time("createdAt") ?? seen ?? draft.StartsAt,
            EndsAt = archived ? finding.Time("updatedAt") ?? seen : null,
            Summary = finding.Text("title") ?? type,
        };
    }

    // Low 1 to 3.9, medium 4 to 6.9, high 7 to 8.9, critical from 9.
    private static Severity? Severity(double? score) => score switch
    {
        null => null,
        >= 9 => Alerts.Severity.Sev0,
        >= 7 => Alerts.Severity.Sev1,
        >= 4 => Alerts.Severity.Sev2,
        _ => Alerts.Severity.Sev3,
    };

    private static (string? Arn, string? Name) Affected(JsonFields resource, AwsPlace place)
    {
        string? Part(string section, string field) => resource.Object(section).Text(field, 1024);
        var bucket = new JsonFields(resource.List("s3BucketDetails").FirstOrDefault());
        var arn = Part("lambdaDetails", "functionArn") ?? Part("eksClusterDetails", "arn") ?? Part("ecsClusterDetails", "arn")
            ?? Part("rdsDbInstanceDetails", "dbInstanceArn") ?? bucket.Text("arn", 1024);
        var (instance, user) = (Part("instanceDetails", "instanceId"), Part("accessKeyDetails", "userName"));
        var iam = user is not null && place.Account is not null && Part("accessKeyDetails", "userType") == "IAMUser"
            ? Arn.Parse($"arn:{place.Partition}:iam::{place.Account}:user/{user}")?.Text
            : null;
        return (Arn.Parse(arn)?.Text ?? place.Arn("ec2", instance is null ? null : $"instance/{instance}") ?? iam, arn ?? instance ?? user ?? bucket.Text("name", 256));
    }
}

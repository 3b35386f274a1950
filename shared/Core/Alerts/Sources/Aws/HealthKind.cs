namespace OpsAutomation.Core.Alerts.Sources.Aws;

/// <summary>
/// An event of AWS Health about one entity, or about the account. A closed event has resolved. Source: AWS Health User Guide,
/// "Reference: AWS Health events Amazon EventBridge schema".
/// </summary>
internal sealed class HealthKind : IAwsKind
{
    public string Name => "AWS Health event";

    public IReadOnlyList<string> DetailTypes { get; } = ["AWS Health Event"];

    public bool Fits(AwsMessage message) => message.IsEvent("AWS Health Event");

    public AlertDraft? Read(AwsMessage message, IntakeContext context, out DeadLetter? problem)
    {
        var detail = message.Detail;
        problem = detail.Text("eventTypeCode", 256) is null ? new DeadLetter("detail.eventTypeCode", "The event has no type code.", Name) : null;
        if (problem is not null)
        {
            return null;
        }

        var code = detail.Text("eventTypeCode", 256)!;
        var category = detail.Text("eventTypeCategory", 64);
        var place = new AwsPlace(
            detail.Text("affectedAccount", 64) ?? message.Root.Text("account", 64), detail.Text("eventRegion", 64) ?? message.Root.Text("region", 64));
        var entity = new JsonFields(detail.List("affectedEntities").FirstOrDefault()).Text("entityValue", 1024);
        var instance = entity?.StartsWith("i-", StringComparison.Ordinal) == true ? place.Arn("ec2", $"instance/{entity}") : null;
        var signal = AwsDraft.Signal(SignalKind.ServiceHealth, detail.Text("service", 64), ("entity", entity));
        var draft = AwsDraft.Begin(message, context, code, signal, place, instance ?? entity);
        var status = detail.Text("statusCode", 32);
        var closed = string.Equals(status, "closed", StringComparison.OrdinalIgnoreCase);
        draft.Labels.Add("aws.service", detail.Text("service", 64));
        draft.Labels.Add("aws.category", category);
        draft.Labels.Add("aws.status", status);
        draft.Labels.Add("aws.event", Arn.Parse(detail.Text("eventArn", 1024))?.Text);
        draft.Labels.Add("aws.startTime", detail.Time("startTime")?.ToString("u"));
        draft.Labels.Add("aws.endTime", detail.Time("endTime")?.ToString("u"));
        draft.Labels.Add("aws.description", Description(detail));

        // A scheduled change announces what will be: it holds from the announcement on.
        var scheduled = category is "scheduledChange" || string.Equals(status, "upcoming", StringComparison.OrdinalIgnoreCase);
        return draft with
        {
            Severity = Grade(category),
            Status = closed ? AlertStatus.Resolved : AlertStatus.Firing,
            StartsAt = (scheduled ? null : detail.Time("startTime")) ?? draft.StartsAt,
            EndsAt = closed ? detail.Time("endTime") ?? detail.Time("lastUpdatedTime") ?? message.Time : null,
            Summary = $"{code}{(entity is null ? string.Empty : $" on {entity}")}{(Description(detail) is { } text ? $": {text}" : string.Empty)}",
        };
    }

    private static Severity Grade(string? category) => category switch
    {
        "issue" => Severity.Sev1,
        "investigation" => Severity.Sev2,
        "scheduledChange" => Severity.Sev2,
        _ => Severity.Sev3,
    };

    private static string? Description(JsonFields detail) =>
        detail.List("eventDescription").Select(d => new JsonFields(d))
            .OrderByDescending(d => d.Text("language", 16)?.StartsWith("en", StringComparison.OrdinalIgnoreCase) == true)
            .Select(d => d.Text("latestDescription"))
            .FirstOrDefault(d => d is not null);
}

namespace OpsAutomation.Core.Alerts.Sources.Aws;

/// <summary>
/// One finding of Security Hub, imported or sent by a custom action. A finding that is archived, resolved, suppressed, or whose
/// check passes has resolved. Source: Security Hub User Guide, "AWS Security Finding Format (ASFF)".
/// </summary>
internal sealed class SecurityHubKind : IAwsKind
{
    public string Name => "Security Hub finding";

    public IReadOnlyList<string> DetailTypes { get; } =
        ["Security Hub Findings - Imported", "Security Hub Findings - Custom Action"];

    public bool Fits(AwsMessage message) => message.IsEvent("Security Hub Findings - Imported", "Security Hub Findings - Custom Action");

    public AlertDraft? Read(AwsMessage message, IntakeContext context, out DeadLetter? problem)
    {
        var finding = new JsonFields(message.Detail.List("findings").FirstOrDefault());
        var control = finding.Object("Compliance").Text("SecurityControlId", 64);
        var rule = control ?? finding.List("Types").Select(t => JsonFields.TextOf(t, 256)).FirstOrDefault(t => t is not null) ?? finding.Text("GeneratorId", 256);
        var id = finding.Text("Id", 1024);
        problem = id is null ? new DeadLetter("detail.findings[0].Id", "The finding has no id.", Name)
            : rule is null ? new DeadLetter("detail.findings[0].Types", "The finding has neither a control nor a type nor a generator.", Name)
            : null;
        if (problem is not null)
        {
            return null;
        }

        var resource = new JsonFields(finding.List("Resources").FirstOrDefault());
        var arn = Arn.Parse(resource.Text("Id", 1024));
        var place = new AwsPlace(
            finding.Text("AwsAccountId", 64) ?? message.Root.Text("account", 64),
            finding.Text("Region", 64) ?? resource.Text("Region", 64) ?? message.Root.Text("region", 64));
        var signal = AwsDraft.Signal(SignalKind.Security, rule, ("finding", id));
        var draft = AwsDraft.Begin(message, context, rule!, signal, place, arn?.Text ?? resource.Text("Id", 1024));
        var severity = SeverityOf(finding.Object("Severity"));
        Label(draft.Labels, finding, resource, message);
        if (severity is null)
        {
            draft.Labels.Assume("the finding has no severity; Sev2 is taken");
        }

        var over = Over(finding);
        return draft with
        {
            Severity = severity ?? Severity.Sev2,
            Status = over ? AlertStatus.Resolved : AlertStatus.Firing,
            StartsAt = finding.Time("FirstObservedAt") ?? finding.Time("CreatedAt") ?? draft.StartsAt,
            EndsAt = over ? finding.Time("UpdatedAt") ?? message.Time : null,
            Summary = finding.Text("Title") ?? rule,
            Links = [new("finding", finding.Text("SourceUrl", 2048)), new("remediation", finding.Object("Remediation").Object("Recommendation").Text("Url", 2048))],
        };
    }

    private static bool Over(JsonFields finding) =>
        finding.Text("RecordState", 32) is "ARCHIVED"
        || (finding.Object("Workflow").Text("Status", 32) ?? finding.Text("WorkflowState", 32)) is "RESOLVED" or "SUPPRESSED"
        || finding.Object("Compliance").Text("Status", 32) is "PASSED";

    // Normalized: 0 informational, 1 to 39 low, 40 to 69 medium, 70 to 89 high, 90 to 100 critical.
    private static Severity? SeverityOf(JsonFields severity) => (severity.Text("Label", 32)?.ToUpperInvariant(), severity.Number("Normalized")) switch
    {
        ("CRITICAL", _) or (null, >= 90) => Severity.Sev0,
        ("HIGH", _) or (null, >= 70) => Severity.Sev1,
        ("MEDIUM", _) or (null, >= 40) => Severity.Sev2,
        ("LOW", _) or (null, >= 1) => Severity.Sev3,
        ("INFORMATIONAL", _) or (null, >= 0) => Severity.Sev4,
        _ => null,
    };

    private static void Label(AlertLabels labels, JsonFields finding, JsonFields resource, AwsMessage message)
    {
        labels.Add("aws.finding", finding.Text("Id", 1024));
        labels.Add("aws.product", finding.Text("ProductName", 128) ?? Arn.Parse(finding.Text("ProductArn", 1024))?.Resource);
        labels.Add("aws.generator", finding.Text("GeneratorId", 512));
        labels.Add("aws.resourceType", resource.Text("Type", 128));
        labels.Add("aws.compliance", finding.Object("Compliance").Text("Status", 32));
        labels.Add("aws.workflow", finding.Object("Workflow").Text("Status", 32) ?? finding.Text("WorkflowState", 32));
        labels.Add("aws.description", finding.Text("Description"));
        labels.Add("aws.customAction", message.Detail.Text("actionName", 128));
    }
}

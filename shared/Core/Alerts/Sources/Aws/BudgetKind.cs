namespace OpsAutomation.Core.Alerts.Sources.Aws;

/// <summary>
/// A budget's notification. AWS Budgets has no event and no JSON: it publishes the text of its mail to SNS, one
/// <c>Name: value</c> a line. A threshold that is passed stays passed until the budget's period ends, which nothing tells.
/// </summary>
internal sealed class BudgetKind : IAwsKind
{
    private const int MaxLines = 200;
    private const string BudgetName = "Budget Name";

    public string Name => "budget";

    public IReadOnlyList<string> DetailTypes { get; } = [];

    public bool Fits(AwsMessage message) => message.Text?.Contains(BudgetName + ":", StringComparison.OrdinalIgnoreCase) == true;

    public AlertDraft? Read(AwsMessage message, IntakeContext context, out DeadLetter? problem)
    {
        var lines = Lines(message.Text!);
        if (!lines.TryGetValue(BudgetName, out var name))
        {
            problem = new DeadLetter("Message", "The notification has no line 'Budget Name: …'.", Name);
            return null;
        }

        problem = null;
        var type = lines.GetValueOrDefault("Alert Type")?.ToUpperInvariant() ?? "ACTUAL";
        var threshold = lines.GetValueOrDefault("Alert Threshold");
        var limit = Money.Parse(threshold?.TrimStart('>', '<', '=', ' '));
        var spentText = lines.GetValueOrDefault($"{type} Amount");
        var (spent, budget) = (Money.Parse(spentText), Money.Parse(lines.GetValueOrDefault("Budgeted Amount")));
        var topic = Arn.Parse(message.Sns?.TopicArn);
        var signal = AwsDraft.Signal(SignalKind.Budget, type, ("thresholdType", type.ToLowerInvariant()), ("threshold", limit?.ToString("R") ?? threshold));
        var draft = AwsDraft.Begin(message, context, name, signal with { Aggregation = "Total", Operator = "GreaterThan" }, new AwsPlace(Account(message.Text!) ?? topic?.Account, null), null);
        draft.Labels.Add("aws.budgetType", lines.GetValueOrDefault("Budget Type"));
        draft.Labels.Add("aws.budgetAmount", lines.GetValueOrDefault("Budgeted Amount"));
        draft.Labels.Add("aws.threshold", threshold);
        return draft with
        {
            // A forecast is not spent yet.
            Severity = type == "ACTUAL" && spent > budget ? Severity.Sev2 : Severity.Sev3,
            Value = spent,
            Threshold = limit,
            Unit = spentText?.Contains('$', StringComparison.Ordinal) == true ? "USD" : null,
            Summary = $"Budget {name}: {type.ToLowerInvariant()} amount {spentText ?? "unknown"}, threshold {threshold ?? "unknown"}",
        };
    }

    private static Dictionary<string, string> Lines(string text)
    {
        var lines = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in text.Split('\n').Take(MaxLines))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && AlertText.Clean(line[(colon + 1)..], 260) is { Length: > 0 } value)
            {
                lines.TryAdd(line[..colon].Trim(), value);
            }
        }

        return lines;
    }

    // "AWS Account 123456789012" stands alone on a line at the head.
    private static string? Account(string text)
    {
        const string Words = "AWS Account ";
        var at = text.IndexOf(Words, StringComparison.OrdinalIgnoreCase);
        var digits = at < 0 ? string.Empty : string.Concat(text[(at + Words.Length)..].TakeWhile(char.IsAsciiDigit).Take(13));
        return digits.Length == 12 ? digits : null;
    }
}

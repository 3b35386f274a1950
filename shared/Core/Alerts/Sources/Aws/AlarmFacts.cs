namespace OpsAutomation.Core.Alerts.Sources.Aws;

/// <summary>A state change of an alarm, in whichever of CloudWatch's two forms it came.</summary>
internal sealed record AlarmFacts
{
    public required (string Name, string State) Fields { get; init; }

    public required AwsPlace Place { get; init; }

    public required Arn? Arn { get; init; }

    public required string? Name { get; init; }

    public required string? State { get; init; }

    public required Signal Signal { get; init; }

    public string? Previous { get; init; }

    /// <summary>Whether the alarm was just created; every alarm begins as INSUFFICIENT_DATA.</summary>
    public bool IsNew { get; init; }

    public DateTimeOffset? At { get; init; }

    public DateTimeOffset? PreviousAt { get; init; }

    public string? Reason { get; init; }

    public string? Description { get; init; }

    public string? Evaluation { get; init; }

    public string? CompositeRule { get; init; }

    public string? TriggeredBy { get; init; }

    public string? SuppressedBy { get; init; }

    public double? Value { get; init; }

    public double? Threshold { get; init; }

    public string? Unit { get; init; }

    /// <summary>The severity that the alarm's description or name writes out as a word of its own, <c>Sev0</c> to <c>Sev4</c>; null when there is none.</summary>
    public Severity? Severity => WordIn(Description) ?? WordIn(Name);

    private static Severity? WordIn(string? text)
    {
        foreach (var word in (text ?? string.Empty).Split([' ', '[', ']', '(', ')', ',', ';', ':', '.', '/', '-', '_', '='], StringSplitOptions.RemoveEmptyEntries))
        {
            if (word.Length == 4 && word.StartsWith("sev", StringComparison.OrdinalIgnoreCase) && word[3] is >= '0' and <= '4')
            {
                return (Severity)(word[3] - '0');
            }
        }

        return null;
    }
}

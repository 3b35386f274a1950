namespace OpsAutomation.Core.Alerts.Sources.Aws;

/// <summary>Begins a draft with what every message of AWS has: where it is about, and which way it came.</summary>
internal static class AwsDraft
{
    /// <summary>
    /// The draft of one condition. Account and region are part of its fingerprint, for the same alarm exists in many of them.
    /// </summary>
    /// <param name="message">The message.</param>
    /// <param name="context">What the intake knows.</param>
    /// <param name="rule">Name of the condition.</param>
    /// <param name="signal">What was observed; its dimensions get account and region.</param>
    /// <param name="place">Account and region, where known.</param>
    /// <param name="resource">ARN of the resource, or its name where no ARN is known.</param>
    public static AlertDraft Begin(AwsMessage message, IntakeContext context, string rule, Signal signal, AwsPlace place, string? resource)
    {
        var labels = new AlertLabels();
        labels.Add("aws.account", place.Account);
        labels.Add("aws.region", place.Region);
        labels.Add("aws.resource", resource);
        labels.Add("aws.detailType", message.DetailType);
        labels.Add("aws.topic", Arn.Parse(message.Sns?.TopicArn)?.Text);
        if (message.Root.Text("replay-name", 128) is { } replay)
        {
            labels.Add("aws.replay", replay);
        }

        var dimensions = new Dictionary<string, string>(signal.Dimensions, StringComparer.Ordinal);
        Put(dimensions, "account", place.Account);
        Put(dimensions, "region", place.Region);
        return new AlertDraft
        {
            Rule = rule,
            Status = AlertStatus.Firing,
            Severity = Severity.Sev3,
            Signal = signal with { Dimensions = dimensions },
            Resource = Arn.Parse(resource) is { } arn && context.Services.Find(arn.Text) is not null ? arn.Text.ToLowerInvariant() : null,
            Identity = resource,
            ResourceField = "resources",
            Labels = labels,
            StartsAt = message.Time ?? context.ReceivedAt,
        };
    }

    /// <summary>A signal without a metric.</summary>
    public static Signal Signal(SignalKind kind, string? name, params ReadOnlySpan<(string Name, string? Value)> dimensions)
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in dimensions)
        {
            Put(all, key, value);
        }

        return new Signal(kind, name, null, null, null, null, all);
    }

    private static void Put(Dictionary<string, string> dimensions, string name, string? value)
    {
        if (value is not null)
        {
            dimensions[name] = value;
        }
    }
}

/// <summary>Where in AWS something is.</summary>
/// <param name="Account">The account's 12 digits as sent, or null.</param>
/// <param name="Region">The region's code; older CloudWatch messages have its name only; or null.</param>
/// <param name="Partition">The partition, <c>aws</c> where nothing says otherwise.</param>
internal sealed record AwsPlace(string? Account, string? Region, string Partition = "aws")
{
    /// <summary>Where an EventBridge event comes from.</summary>
    public static AwsPlace Of(AwsMessage message) => new(message.Root.Text("account", 64), message.Root.Text("region", 64));

    /// <summary>An ARN here; null while account or region is not known, or when the name does not belong into one.</summary>
    public string? Arn(string service, string? resource) =>
        Account is null || Region is null || resource is null ? null : Aws.Arn.Parse($"arn:{Partition}:{service}:{Region}:{Account}:{resource}")?.Text;
}

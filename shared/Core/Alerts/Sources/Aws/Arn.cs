namespace OpsAutomation.Core.Alerts.Sources.Aws;

/// <summary>The parts of an Amazon Resource Name: <c>arn:partition:service:region:account:resource</c>.</summary>
/// <param name="Text">The whole, as sent.</param>
/// <param name="Partition">For example <c>aws</c> or <c>aws-cn</c>.</param>
/// <param name="Region">Empty for global services.</param>
/// <param name="Account">Empty for resources without one, such as buckets.</param>
/// <param name="Resource">The rest, which may hold colons and slashes.</param>
internal sealed record Arn(string Text, string Partition, string Region, string Account, string Resource)
{
    private const int MaxLength = 1024;
    private const int Parts = 6;

    /// <summary>The ARN in a text, or null when it is none.</summary>
    public static Arn? Parse(string? text)
    {
        if (text is not { Length: <= MaxLength } || !text.StartsWith("arn:", StringComparison.Ordinal) || text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)))
        {
            return null;
        }

        var parts = text.Split(':', Parts);
        return parts.Length == Parts && parts[1].Length > 0 && parts[2].Length > 0 && parts[5].Length > 0
            ? new Arn(text, parts[1], parts[3], parts[4], parts[5])
            : null;
    }
}

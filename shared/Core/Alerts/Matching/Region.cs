using OpsAutomation.Core.Services;

namespace OpsAutomation.Core.Alerts.Matching;

/// <summary>
/// The region of an alert, in one spelling: <c>westus2</c> for "West US 2" and "westus2" alike (Azure Monitor spells a region by
/// its name in Service Health and by its code elsewhere).
/// </summary>
public static class Region
{
    /// <summary>The label that our normalisers write.</summary>
    public const string Label = "region";

    // Ours, what Prometheus users write, and what the senders' own payloads have.
    private static readonly string[] Labels = [Label, "location", "azure.region", "aws.region"];

    /// <summary>The regions that an alert names, in order; several only where an alert is about regions, such as Service Health.</summary>
    public static IReadOnlyList<string> AllOf(Alert alert)
    {
        ArgumentNullException.ThrowIfNull(alert);
        var text = Labels.Select(l => alert.Labels.GetValueOrDefault(l)).FirstOrDefault(t => !string.IsNullOrWhiteSpace(t));
        return text is null
            ? []
            : [.. text.Split(',', ';').Select(RegionName.Canonical).Where(r => r.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    /// <summary>Whether any of some labels names a region.</summary>
    internal static bool IsNamed(params IReadOnlyDictionary<string, string>[] labels) => labels.Any(set => Labels.Any(set.ContainsKey));

    /// <summary>The one region of an alert; null when it names none, or several.</summary>
    public static string? Of(Alert alert) => AllOf(alert) is [var only] ? only : null;
}

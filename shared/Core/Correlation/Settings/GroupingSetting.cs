using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Alerts.Matching;

namespace OpsAutomation.Core.Correlation.Settings;

/// <summary>Alerts that say the same in some fields are one incident, whatever their service or resource.</summary>
/// <param name="Name">Unique kebab-case name.</param>
/// <param name="Match">Fits the alerts.</param>
/// <param name="By">Fields in which they must agree; never empty.</param>
public sealed record GroupingSetting(string Name, AlertMatcher Match, IReadOnlyList<AlertField> By)
{
    private const int HashLength = 16;

    /// <summary>What an alert is grouped under; null when it does not fit, or lacks one of the fields: two missing values are not equal.</summary>
    public string? KeyOf(Alert alert)
    {
        ArgumentNullException.ThrowIfNull(alert);
        if (!Match.Matches(alert))
        {
            return null;
        }

        var values = By.Select(f => f.IgnoresCase ? f.Of(alert).ToLowerInvariant() : f.Of(alert)).ToArray();
        return Array.Exists(values, v => v.Length == 0) ? null : $"{Name}.{LengthPrefixedHash.Hex(HashLength, values)}";
    }

    /// <summary>The fields and what the alert says of them, for a person.</summary>
    public string Shared(Alert alert) => string.Join(", ", By.Select(f => $"{f.Name} {f.Of(alert)}"));
}

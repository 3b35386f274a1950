using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Alerts.Matching;

namespace OpsAutomation.Core.Correlation.Settings;

/// <summary>From how many incidents on further ones are a storm.</summary>
/// <param name="Name">Unique kebab-case name.</param>
/// <param name="By">Fields in which counted openings agree; none counts all of the tenant.</param>
/// <param name="Openings">It is a storm from this many openings</param>
/// <param name="Within">inside this time.</param>
public sealed record StormLimit(string Name, IReadOnlyList<AlertField> By, int Openings, TimeSpan Within)
{
    /// <summary>What an alert is counted under; null when it lacks one of the fields.</summary>
    public string? KeyOf(Alert alert)
    {
        ArgumentNullException.ThrowIfNull(alert);
        var values = By.Select(f => f.Of(alert)).ToArray();
        return Array.Exists(values, v => v.Length == 0) ? null : values.Length == 0 ? Name : $"{Name}.{LengthPrefixedHash.Hex(12, values)}";
    }

    /// <summary>What the openings have in common, for a person.</summary>
    public string About(Alert alert) => By.Count == 0 ? "the whole estate" : string.Join(", ", By.Select(f => $"{f.Name} {f.Of(alert)}"));
}

/// <summary>When alerts are a storm: what comes then opens no incidents of its own, one incident says what it withholds.</summary>
/// <param name="Limits">The limits, the most specific first; the first that is reached takes the alert.</param>
/// <param name="Calm">It is over when nothing new has come for this long.</param>
public sealed record StormSetting(IReadOnlyList<StormLimit> Limits, TimeSpan Calm);

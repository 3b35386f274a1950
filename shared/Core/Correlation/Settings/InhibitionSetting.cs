using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Alerts.Matching;

namespace OpsAutomation.Core.Correlation.Settings;

/// <summary>While an alert fires that the source fits, alerts that the target fits are explained by it, where both agree in some fields.</summary>
/// <param name="Name">Unique kebab-case name.</param>
/// <param name="Source">Fits what explains.</param>
/// <param name="Target">Fits what is explained.</param>
/// <param name="Equal">Fields in which both must have the same value; never empty.</param>
/// <param name="HoldBack">How long an alert that the target fits is held for its explanation to come; zero for not at all.</param>
public sealed record InhibitionSetting(string Name, AlertMatcher Source, AlertMatcher Target, IReadOnlyList<AlertField> Equal, TimeSpan HoldBack = default)
{
    private const int HashLength = 16;

    /// <summary>
    /// Whether the alert can be explained. What fits both sides explains and is never explained by this rule: two such
    /// alerts would silence each other, and nobody would hear of either.
    /// </summary>
    public bool IsTarget(Alert alert) => Target.Matches(alert) && !Source.Matches(alert);

    /// <summary>
    /// What the fields say, as a short key; null when the alert lacks any of them. Unlike in Alertmanager, two missing
    /// values are not equal: an alert is not hidden for something that nobody knows.
    /// </summary>
    public string? KeyOf(Alert alert)
    {
        ArgumentNullException.ThrowIfNull(alert);
        var values = Equal.Select(f => f.IgnoresCase ? f.Of(alert).ToLowerInvariant() : f.Of(alert)).ToArray();
        return Array.Exists(values, v => v.Length == 0) ? null : LengthPrefixedHash.Hex(HashLength, values);
    }

    /// <summary>The fields and what the alert says of them, for a person.</summary>
    public string Shared(Alert alert) => string.Join(", ", Equal.Select(f => $"{f.Name} {f.Of(alert)}"));
}

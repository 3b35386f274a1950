using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Alerts.Matching;

namespace OpsAutomation.Core.Correlation.Settings;

/// <summary>
/// What a deployment of a service does to alerts of that service which begin during it or soon after: they are expected.
/// What still fires when the time is over is told, or told at its full severity.
/// </summary>
/// <param name="Name">Unique kebab-case name.</param>
/// <param name="Match">Fits the alerts.</param>
/// <param name="For">How long after the deployment.</param>
/// <param name="LowerTo">Tell them with at most this severity; null to hold them back instead.</param>
public sealed record DeployWindowSetting(string Name, AlertMatcher Match, TimeSpan For, Severity? LowerTo)
{
    /// <summary>How long a deployment is believed to have taken where nothing is set.</summary>
    public static readonly TimeSpan UsualLongest = TimeSpan.FromHours(1);

    /// <summary>
    /// How long before we heard of it a deployment may have begun. Its start is its sender's word: without a bound a wrong clock,
    /// or a pipeline that waited for an approval for two days, would excuse everything that began since.
    /// </summary>
    public TimeSpan Longest { get; init; } = UsualLongest;
}

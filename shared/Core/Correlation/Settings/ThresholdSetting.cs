using OpsAutomation.Core.Alerts.Matching;

namespace OpsAutomation.Core.Correlation.Settings;

/// <summary>
/// Alerts that are worth an incident only when there are several. What is held back is told all the same when it goes on
/// for long enough: a threshold that is never reached must not hide anything for ever.
/// </summary>
/// <param name="Name">Unique kebab-case name.</param>
/// <param name="Match">Fits the alerts that are counted and held.</param>
/// <param name="By">Fields in which counted alerts agree; counting never leaves their scope.</param>
/// <param name="Count">Told from this many firings; null where only resources count.</param>
/// <param name="Resources">Told from this many distinct resources; null where only firings count.</param>
/// <param name="Within">The time in which firings are counted.</param>
/// <param name="AtLatest">Told when it has been firing for this long, reached or not.</param>
public sealed record ThresholdSetting(
    string Name, AlertMatcher Match, IReadOnlyList<AlertField> By, int? Count, int? Resources, TimeSpan Within, TimeSpan AtLatest);

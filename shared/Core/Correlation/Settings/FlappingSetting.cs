namespace OpsAutomation.Core.Correlation.Settings;

/// <summary>When a condition counts as flapping. While it does, its incident stays open and nobody is told of each change.</summary>
/// <param name="Changes">It flaps from this many changes between firing and resolved, at least 3,</param>
/// <param name="Within">inside this time.</param>
/// <param name="Calm">It has settled when it has not changed for this long.</param>
public sealed record FlappingSetting(int Changes, TimeSpan Within, TimeSpan Calm);

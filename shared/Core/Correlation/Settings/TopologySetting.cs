namespace OpsAutomation.Core.Correlation.Settings;

/// <summary>Alerts of a service belong to the open incident of a service that it needs.</summary>
/// <param name="Hops">Over how many dependencies, 1 to 5.</param>
/// <param name="LookBack">How long before the alert the other incident may have begun.</param>
public sealed record TopologySetting(int Hops, TimeSpan LookBack);

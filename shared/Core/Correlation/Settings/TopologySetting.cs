namespace OpsAutomation.Core.Correlation.Settings;

/// <summary>Alerts of a service belong to the open incident of a service that it needs.</summary>
/// <param name="Hops">Over how many dependencies, 1 to 5.</param>
/// <param name="LookBack">How long before the alert the other incident may have begun.</param>
/// <param name="Symptoms">
/// Categories of which an alert must be to be taken for a consequence, as classification says from the alert alone; empty for
/// any. A resource's own measure, such as its CPU, is no consequence of another service.
/// </param>
/// <param name="HoldBack">How long an alert that may be a consequence is held for its cause to come; zero for not at all.</param>
public sealed record TopologySetting(int Hops, TimeSpan LookBack, IReadOnlyList<string> Symptoms, TimeSpan HoldBack = default);

namespace OpsAutomation.SimulatedAzure.Resources;

/// <summary>What the simulation knows of a resource beyond its ARM body. Immutable; a change is a new version.</summary>
/// <param name="Running">Instances that serve load now. While a scale runs, the body says the target and this says the truth.</param>
/// <param name="Power">Power state: <c>running</c>, <c>stopped</c>, <c>deallocated</c>, or a transition such as <c>starting</c>.</param>
/// <param name="Restarted">When the last restart took effect, or null.</param>
/// <param name="LatencySeconds">How long its operations take, in seconds; null for the type's own default.</param>
/// <param name="Unhealthy">Ids of a scale set's instances that fail their health probe; null when it has no probe.</param>
internal sealed record ResourceState(
    int Running, string Power, DateTimeOffset? Restarted, double? LatencySeconds,
    IReadOnlyList<string>? Unhealthy = null)
{
    /// <summary>Capacity that serves load: none while it is not running.</summary>
    public int Serving => Power is "running" or "restarting" ? Running : 0;
}

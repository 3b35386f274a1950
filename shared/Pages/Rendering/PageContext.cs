namespace OpsAutomation.Pages.Rendering;

/// <summary>What every page knows beside its model.</summary>
/// <param name="Now">The moment of rendering; relative times count from it.</param>
/// <param name="Environment">Where this runs, for a person: <c>local, simulated Azure</c>.</param>
/// <param name="ReadAs">The signed-in user, or null where nobody is.</param>
public sealed record PageContext(DateTimeOffset Now, string Environment, string? ReadAs = null);

namespace OpsAutomation.Core.Services;

/// <summary>A service as its team knows it: who answers for it and which resources it consists of.</summary>
/// <param name="Name">Unique kebab-case name.</param>
/// <param name="Owner">The user who answers for it.</param>
/// <param name="Team">The team, or null.</param>
/// <param name="Tier">1 is the most important, 4 the least.</param>
/// <param name="OnCall">Users who are asked, in order.</param>
/// <param name="Resources">Patterns of its resources.</param>
/// <param name="Dependencies">Names of the services that it needs.</param>
public sealed record Service(
    string Name,
    string Owner,
    string? Team,
    int Tier,
    IReadOnlyList<string> OnCall,
    IReadOnlyList<ResourcePattern> Resources,
    IReadOnlyList<string> Dependencies);

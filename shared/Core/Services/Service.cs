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
    IReadOnlyList<string> Dependencies)
{
    /// <summary>Where it runs, as alerts spell it, for example <c>westeurope</c>; null where that is not known or more than one.</summary>
    public string? Region { get; init; }

    /// <summary>The credentials that it answers for.</summary>
    public IReadOnlyList<Credential> Credentials { get; init; } = [];

    /// <summary>How many resources its patterns with wildcards stand for, as its team says; null where they are not counted.</summary>
    public int? ExpectedResources { get; init; }

    /// <summary>Of how many resources it consists: the patterns that name one, or what its team says; null where that is not known.</summary>
    public int? ResourceCount => ExpectedResources ?? (Resources.Any(r => r.IsWild) ? null : Resources.Count);
}

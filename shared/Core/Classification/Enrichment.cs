using System.Collections.ObjectModel;
using OpsAutomation.Core.Services;

namespace OpsAutomation.Core.Classification;

/// <summary>
/// What is known about an alert beyond what it says. A part that is null was either looked for and not found, or is not
/// known; <see cref="NotKnown"/> tells them apart, because "no deployment" and "nobody asked" lead to different decisions.
/// </summary>
public sealed record Enrichment
{
    /// <summary>Name of the part about deployments.</summary>
    public const string RecentDeploymentPart = "recentDeployment";

    /// <summary>Name of the part about dependencies.</summary>
    public const string DependencyFiringPart = "dependencyFiring";

    /// <summary>Name of the part about the error budget.</summary>
    public const string SloBurnPart = "sloBurn";

    /// <summary>Nothing is known.</summary>
    public static Enrichment None { get; } = Of(null);

    /// <summary>The service of the catalogue that the alert belongs to, or null when no entry fits.</summary>
    public Service? Service { get; init; }

    /// <summary>The newest deployment of the same service that was looked for and found, or null.</summary>
    public RecentDeployment? RecentDeployment { get; init; }

    /// <summary>The services that it needs and that have firing alerts themselves, or null when none has.</summary>
    public DependencyFiring? DependencyFiring { get; init; }

    /// <summary>How fast the error budget burns, or null when there is no objective.</summary>
    public SloBurn? SloBurn { get; init; }

    /// <summary>Parts that nobody could look up, each with the reason.</summary>
    public IReadOnlyDictionary<string, string> NotKnown { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>The service alone; everything else is not known.</summary>
    public static Enrichment Of(Service? service) => new()
    {
        Service = service,
        NotKnown = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [RecentDeploymentPart] = "not known",
            [DependencyFiringPart] = "not known",
            [SloBurnPart] = "not known",
        },
    };
}

/// <summary>A deployment of the same service that came before the alert.</summary>
/// <param name="Commit">The commit or image, or null where the sender names none.</param>
/// <param name="At">When it was done.</param>
/// <param name="MinutesAgo">Minutes from it to the beginning of the alert; never below zero.</param>
public sealed record RecentDeployment(string? Commit, DateTimeOffset At, double MinutesAgo);

/// <summary>Dependencies that are in trouble themselves.</summary>
/// <param name="Names">Names of the services, at least one.</param>
public sealed record DependencyFiring(IReadOnlyList<string> Names);

/// <summary>How fast an error budget is being used.</summary>
/// <param name="Objective">Name of the objective.</param>
/// <param name="Rate">1 uses the budget up exactly at the end of its window; 14.4 uses 2 % of a 30-day budget in an hour.</param>
public sealed record SloBurn(string Objective, double Rate);

using Microsoft.Extensions.DependencyInjection;

namespace OpsAutomation.Testing.Systems.Local;

/// <summary>How a system under test differs from the one that newcomers see.</summary>
public sealed record SystemSetup
{
    /// <summary>Catalogue; null for the one that was built in.</summary>
    public string? CatalogDirectory { get; init; }

    /// <summary>Estate; null for the default one.</summary>
    public string? EstatePath { get; init; }

    /// <summary>Connection string of the table service that keeps the records; null for SQLite.</summary>
    public string? Records { get; init; }

    /// <summary>Probability from 0 to 1 that Event Grid delivers an event twice.</summary>
    public double DuplicateDeliveries { get; init; }

    /// <summary>Whether Event Grid delivers in a random order.</summary>
    public bool ReorderDeliveries { get; init; }

    /// <summary>Secrets of senders by the name of sources.yaml, in place of the local keys.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? SourceKeys { get; init; }

    /// <summary>Keys of a test issuer of tokens; null for none.</summary>
    public string? EntraKeySet { get; init; }

    /// <summary>How often a synthetic alert is sent; null for never.</summary>
    public TimeSpan? SyntheticEvery { get; init; }

    /// <summary>Whether the catalogue's objectives are measured.</summary>
    public bool MeasuresObjectives { get; init; }

    /// <summary>Has the last word about what is registered.</summary>
    public Action<IServiceCollection>? Services { get; init; }
}

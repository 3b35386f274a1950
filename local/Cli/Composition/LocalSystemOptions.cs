using Microsoft.Extensions.DependencyInjection;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Integrations.Records.Tables.Access;
using OpsAutomation.Runtime.Clock;

namespace OpsAutomation.Cli.Composition;

/// <summary>How the whole system runs on one machine.</summary>
internal sealed record LocalSystemOptions
{
    /// <summary>Folder of everything that is kept; made for its owner alone.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Folder of the catalogue.</summary>
    public required string CatalogDirectory { get; init; }

    /// <summary>The catalogue of that folder where it was read already; null reads it.</summary>
    public OpsCatalog? Catalog { get; init; }

    /// <summary>Port of functions and pages on loopback; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Port of the simulated Azure on loopback for outside clients; 0 takes a free one; null serves none.</summary>
    public int? SimPort { get; init; }

    /// <summary>The table service that keeps the records; null for a file in the data folder.</summary>
    public TableAccount? Records { get; init; }

    /// <summary>Whether the catalogue's objectives are measured. A rehearsal that is not about them need not tell their whole past.</summary>
    public bool MeasuresObjectives { get; init; } = true;

    /// <summary>Estate to begin with; null for the default one.</summary>
    public string? EstatePath { get; init; }

    /// <summary>What moves the clock.</summary>
    public ClockMode ClockMode { get; init; } = ClockMode.FollowRealTime;

    /// <summary>For a jumping clock: whether it may jump now.</summary>
    public Func<bool>? MayJump { get; init; }

    /// <summary>For a jumping clock: time stands while work runs, so that times are the same on every machine.</summary>
    public bool StandStillWhileBusy { get; init; }

    /// <summary>Makes order and ids repeatable; null is neither.</summary>
    public int? Seed { get; init; }

    /// <summary>Time at the first start; null for the real one. Rehearsals begin at a time of their own.</summary>
    public DateTimeOffset? StartAt { get; init; }

    /// <summary>Stands between the SDKs and the simulated Azure; null for nothing in between. A rehearsal watches and disturbs there.</summary>
    public DelegatingHandler? Traffic { get; init; }

    /// <summary>Secrets of senders by the name of sources.yaml, in place of the local keys.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> SourceKeys { get; init; } = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);

    /// <summary>Keys that tokens of Entra are signed with, as a JSON Web Key Set. Without one no token is good: nothing is fetched here.</summary>
    public string EntraKeySet { get; init; } = """{"keys":[]}""";

    /// <summary>Has the last word about what is registered; null changes nothing. A rehearsal watches the record store there.</summary>
    public Action<IServiceCollection>? Services { get; init; }

    /// <summary>Probability from 0 to 1 that Event Grid delivers an event twice; it promises no more than at least once.</summary>
    public double DuplicateDeliveries { get; init; }

    /// <summary>Whether Event Grid delivers in a random order; it promises none.</summary>
    public bool ReorderDeliveries { get; init; }

    /// <summary>How often a synthetic alert is sent; null for never, since whoever watches a demo or a rehearsal counts what happens.</summary>
    public TimeSpan? SyntheticEvery { get; init; }

    /// <summary>Whether warnings and errors are logged to standard error.</summary>
    public bool Log { get; init; }
}

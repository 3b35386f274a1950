namespace OpsAutomation.Cli.Rehearsing;

/// <summary>How a rehearsal differs from the ordinary one.</summary>
internal sealed record RehearsalSettings
{
    /// <summary>Seed of everything that is left to chance.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Folder of the catalogue; null for the one that was built in.</summary>
    public string? Catalog { get; init; }

    /// <summary>The estate's file, in place of the named one of the catalogue; null for that one.</summary>
    public string? EstatePath { get; init; }

    /// <summary>The catalogue's files to change: file, text to find, text to put in its place.</summary>
    public IReadOnlyList<(string File, string Find, string Replace)> Edits { get; init; } = [];

    /// <summary>Has the last word about what is registered, where no images are kept and nothing crashes.</summary>
    public Action<Microsoft.Extensions.DependencyInjection.IServiceCollection>? Services { get; init; }

    /// <summary>Whether the catalogue's objectives are measured; only where a rehearsal is about them.</summary>
    public bool MeasuresObjectives { get; init; }

    /// <summary>Whether images of the data folder are kept all along the run, as kills would leave them.</summary>
    public bool KeepImages { get; init; }

    /// <summary>Whether <see cref="Rehearsal.CrashAtNext"/> will be used.</summary>
    public bool Crashes { get; init; }

    /// <summary>Whether requests take time and events come twice and out of order, by the seed.</summary>
    public bool Disturbed { get; init; }

    /// <summary>Real time after which a rehearsal that does not settle is given up.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(90);
}

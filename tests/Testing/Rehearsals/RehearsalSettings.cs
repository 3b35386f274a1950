namespace OpsAutomation.Testing.Rehearsals;

/// <summary>How a rehearsal differs from the ordinary one.</summary>
public sealed record RehearsalSettings
{
    /// <summary>Seed of everything that is left to chance.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The catalogue's files to change: file, text to find, text to put in its place.</summary>
    public IReadOnlyList<(string File, string Find, string Replace)> Edits { get; init; } = [];

    /// <summary>Has the last word about what is registered, where no images are kept.</summary>
    public Action<Microsoft.Extensions.DependencyInjection.IServiceCollection>? Services { get; init; }

    /// <summary>Whether images of the data folder are kept all along the run, as kills would leave them.</summary>
    public bool KeepImages { get; init; }
}

using OpsAutomation.Cli.Composition;

namespace OpsAutomation.Integration.Security;

/// <summary>The whole local system in a folder of its own.</summary>
internal sealed class LocalRig : IAsyncDisposable
{
    private LocalRig(string folder, LocalSystem system) => (Folder, System) = (folder, system);

    public string Folder { get; }

    public LocalSystem System { get; }

    public static async Task<LocalRig> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("ops-security-").FullName;
        var system = await LocalSystem.StartAsync(new LocalSystemOptions
        {
            DataDirectory = Path.Combine(folder, "data"),
            CatalogDirectory = Path.Combine(AppContext.BaseDirectory, "catalog"),
            SimPort = 0,
        });
        return new LocalRig(folder, system);
    }

    public HttpClient Client() => new(System.Host.CreateInProcessHandler()) { BaseAddress = System.Host.BaseAddress };

    public async ValueTask DisposeAsync()
    {
        await System.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}

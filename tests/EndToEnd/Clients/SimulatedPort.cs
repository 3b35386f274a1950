using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using OpsAutomation.SimulatedAzure;

namespace OpsAutomation.EndToEnd.Clients;

/// <summary>A simulated Azure on a port of its own. Its clock moves five seconds each time it is read, so operations end while a client polls.</summary>
public sealed class SimulatedPort : IAsyncDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero);

    private readonly DirectoryInfo _folder;
    private readonly SimulatedCloud _cloud;
    private readonly WebApplication _app;

    private SimulatedPort(DirectoryInfo folder, SimulatedCloud cloud, WebApplication app) => (_folder, _cloud, _app) = (folder, cloud, app);

    /// <summary>Where it listens.</summary>
    public string Address => _app.Urls.Single();

    /// <summary>Starts one with the default estate.</summary>
    public static async Task<SimulatedPort> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("ops-clients-");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddRouting();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var cloud = new SimulatedCloud(
            new SimulatedAzureOptions { DatabasePath = Path.Combine(folder.FullName, "sim.db") },
            new FakeTimeProvider(Start) { AutoAdvanceAmount = TimeSpan.FromSeconds(5) },
            app.Services.GetRequiredService<ILoggerFactory>());
        cloud.MapRoutes(app);
        await app.StartAsync();
        return new SimulatedPort(folder, cloud, app);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _cloud.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpsAutomation.SimulatedAzure;

namespace OpsAutomation.Cli.Composition;

/// <summary>
/// Serves the simulated Azure over plain HTTP on loopback, for clients in another process. Requests for another Host, and
/// requests that a page of another origin sends, are refused: a browser must not be a way in.
/// </summary>
internal sealed class SimServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private SimServer(WebApplication app, Uri address) => (_app, Address) = (app, address);

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>Starts serving.</summary>
    public static async Task<SimServer> StartAsync(SimulatedCloud cloud, int port, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, port));
        var app = builder.Build();
        app.Use((context, next) =>
        {
            if (context.Request.Host.Host is "127.0.0.1" or "localhost" && context.Request.Headers.Origin.Count == 0)
            {
                return next(context);
            }

            context.Response.StatusCode = StatusCodes.Status421MisdirectedRequest;
            return Task.CompletedTask;
        });
        cloud.MapRoutes(app);
        await app.StartAsync(cancellationToken);
        var listening = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new SimServer(app, new Uri($"http://127.0.0.1:{new Uri(listening).Port}"));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();
}

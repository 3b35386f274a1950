using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
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
        // Nothing comes from the surroundings: a Kestrel section or ASPNETCORE_URLS could open an address beside loopback.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = typeof(SimServer).Assembly.GetName().Name });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        builder.Services.AddRouting();
        var app = builder.Build();
        app.Use((context, next) =>
        {
            if (context.Request.Host.Host is not ("127.0.0.1" or "localhost"))
            {
                return RefuseAsync(context, StatusCodes.Status421MisdirectedRequest, "This server does not answer for that host.");
            }

            return context.Request.Headers.Origin.Count == 0
                ? next(context)
                : RefuseAsync(context, StatusCodes.Status403Forbidden, "Requests that a page sends are not accepted.");
        });
        app.UseRouting();
        cloud.MapRoutes(app);
        await app.StartAsync(cancellationToken);
        var listening = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new SimServer(app, new Uri($"http://127.0.0.1:{new Uri(listening).Port}"));
    }

    private static Task RefuseAsync(HttpContext context, int status, string title)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(
            new ProblemDetails { Status = status, Title = title }, options: null, contentType: "application/problem+json", context.RequestAborted);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();
}

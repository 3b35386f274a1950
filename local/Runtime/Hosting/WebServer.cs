using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using OpsAutomation.Runtime.Http;

namespace OpsAutomation.Runtime.Hosting;

/// <summary>Builds the web application: nothing comes from the surroundings, everything from the options.</summary>
internal static class WebServer
{
    internal static WebApplication Build(EmbeddedHostOptions options, IHostedService parts)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = typeof(WebServer).Assembly.GetName().Name });
        if (options.Configuration is { } configuration)
        {
            builder.Configuration.AddConfiguration(configuration);
        }

        options.ConfigureLogging?.Invoke(builder.Logging);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Listen(kestrel, options));

        // Connections are few and busy here: a buffer for each costs less than asking the socket twice for each request.
        builder.WebHost.UseSockets(sockets => (sockets.WaitForDataBeforeAllocatingBuffer, sockets.UnsafePreferInlineScheduling) = (false, true));
        builder.Services.AddSingleton(options.Clock);
        builder.Services.AddSingleton(options.Ledger);
        builder.Services.AddSingleton<Pressure>();
        builder.Services.AddRouting();

        // MVC only writes action results here; an empty part manager keeps it from looking for controllers.
        builder.Services.AddSingleton(new ApplicationPartManager());
        builder.Services.AddMvcCore();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.ShutdownTimeout);
        options.ConfigureServices?.Invoke(builder.Services);
        options.ConfigureWorker?.Invoke(new EmbeddedWorkerBuilder(builder.Services));

        // After the app's own hosted services; the server itself comes last of all.
        builder.Services.AddSingleton(parts);
        AddTwin(builder.Services);

        var app = builder.Build();
        var gate = new RequestGate(options.AllowedHosts, options.AllowedOrigins, options.MaxRequestBodySize, options.Ledger, app.Services.GetRequiredService<Pressure>());
        app.Use(next => context => gate.InvokeAsync(context, next));
        app.UseRouting();
        options.ConfigureApp?.Invoke(app);
        return app;
    }

    private static void Listen(KestrelServerOptions kestrel, EmbeddedHostOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = options.MaxRequestBodySize;
        if (options.Port == 0)
        {
            // A free port can be had on one address only.
            kestrel.Listen(IPAddress.Loopback, 0);
        }
        else
        {
            kestrel.ListenLocalhost(options.Port);
        }
    }

    private static void AddTwin(IServiceCollection services)
    {
        var socket = services.Last(s => s.ServiceType == typeof(IServer)).ImplementationType
            ?? throw new InvalidOperationException("The socket server is not registered as a type.");
        services.RemoveAll<IServer>();
        services.AddSingleton<IServer>(provider => new TwinServer((IServer)ActivatorUtilities.CreateInstance(provider, socket), provider));
    }
}

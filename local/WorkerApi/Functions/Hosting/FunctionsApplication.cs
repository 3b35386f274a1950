using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Where an app starts.</summary>
public class FunctionsApplication
{
    /// <summary>
    /// A builder with the usual configuration and logging. Here, in the embedded flavor, there is no Functions host to
    /// talk to: the host that is built runs the app's services but starts no trigger. The embedded runtime does that.
    /// </summary>
    public static FunctionsApplicationBuilder CreateBuilder(string[] args) => new(args);
}

/// <summary>An app that is being put together.</summary>
public class FunctionsApplicationBuilder : IHostApplicationBuilder, IFunctionsWorkerApplicationBuilder
{
    private readonly HostApplicationBuilder _host;

    internal FunctionsApplicationBuilder(string[] args)
    {
        _host = Host.CreateApplicationBuilder(args);
        _host.Services.AddOptions<WorkerOptions>();
    }

    /// <summary>Anything that parts of the start want to hand each other.</summary>
    public IDictionary<object, object> Properties => ((IHostApplicationBuilder)_host).Properties;

    /// <summary>The app's configuration.</summary>
    public ConfigurationManager Configuration => _host.Configuration;

    /// <summary>Name, root and environment of the app.</summary>
    public IHostEnvironment Environment => _host.Environment;

    /// <summary>The app's logging.</summary>
    public ILoggingBuilder Logging => _host.Logging;

    /// <summary>The app's metrics.</summary>
    public IMetricsBuilder Metrics => _host.Metrics;

    /// <summary>The app's services.</summary>
    public IServiceCollection Services => _host.Services;

    IConfigurationManager IHostApplicationBuilder.Configuration => Configuration;

    /// <summary>Builds the host.</summary>
    public IHost Build() => _host.Build();

    /// <summary>Replaces the container.</summary>
    public void ConfigureContainer<TContainerBuilder>(
        IServiceProviderFactory<TContainerBuilder> factory,
        Action<TContainerBuilder>? configure = null)
        where TContainerBuilder : notnull => _host.ConfigureContainer(factory, configure);

    /// <summary>
    /// Adds a step around every function. It is kept among the services, in order, so that whichever host runs the
    /// functions can build the pipeline from them.
    /// </summary>
    public IFunctionsWorkerApplicationBuilder Use(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware)
    {
        ArgumentNullException.ThrowIfNull(middleware);
        Services.AddSingleton(middleware);
        return this;
    }
}

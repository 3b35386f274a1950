using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;

namespace OpsAutomation.Runtime.Hosting;

/// <summary>Takes the app's middleware, kept among the services in the order in which it was added.</summary>
internal sealed class EmbeddedWorkerBuilder(IServiceCollection services) : IFunctionsWorkerApplicationBuilder
{
    /// <inheritdoc/>
    public IServiceCollection Services { get; } = services;

    /// <inheritdoc/>
    public IFunctionsWorkerApplicationBuilder Use(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware)
    {
        Services.AddSingleton(middleware);
        return this;
    }
}

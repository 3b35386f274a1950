using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.TestHost;

namespace OpsAutomation.Runtime.Hosting;

/// <summary>One pipeline behind two doors: a real server on a socket, and one that takes requests from this process.</summary>
internal sealed class TwinServer : IServer
{
    private readonly IServer _socket;
    private readonly TestServer _inProcess;

    internal TwinServer(IServer socket, IServiceProvider services)
    {
        _socket = socket;

        // The caller's flow reaches the pipeline: that is how a request takes over the caller's entry in the ledger.
        _inProcess = new TestServer(services) { PreserveExecutionContext = true };
    }

    /// <inheritdoc/>
    public IFeatureCollection Features => _socket.Features;

    /// <inheritdoc/>
    public async Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull
    {
        await ((IServer)_inProcess).StartAsync(application, cancellationToken);
        await _socket.StartAsync(application, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _socket.StopAsync(cancellationToken);
        await ((IServer)_inProcess).StopAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _inProcess.Dispose();
        _socket.Dispose();
    }

    internal HttpMessageHandler CreateHandler() => _inProcess.CreateHandler();
}

using System.Collections.Concurrent;
using Azure.Core;
using Azure.Core.Pipeline;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using OpsAutomation.SimulatedAzure.Estates;
using OpsAutomation.SimulatedAzure.Store;
using OpsAutomation.SimulatedAzure.Topics;
using OpsAutomation.SimulatedAzure.Transport;

namespace OpsAutomation.SimulatedAzure;

/// <summary>
/// The simulated Azure: ARM, Azure Monitor metrics, activity log, Event Grid topics and webhook sinks in this process, on one clock and
/// one file. The real SDKs talk to it unchanged through <see cref="CreateTransport"/>. Closing it loses nothing; neither does a kill.
/// </summary>
/// <remarks>Not named SimulatedAzure: a type with the name of its namespace cannot be named from sibling namespaces.</remarks>
public sealed class SimulatedCloud : IAsyncDisposable
{
    private readonly SimStore _store;
    private readonly Surroundings _surroundings;
    private readonly ConcurrentDictionary<string, SimulatedTopic> _topics = new(StringComparer.OrdinalIgnoreCase);
    private readonly FrontDoor _door;

    /// <summary>Opens the file, seeds it when it is empty, and is ready at once.</summary>
    /// <param name="options">File, estate, seed.</param>
    /// <param name="clock">The clock of everything in it.</param>
    /// <param name="loggers">Log sinks.</param>
    /// <param name="work">Marks work under way until disposed, for a clock that jumps when nothing is runnable; null for none.</param>
    /// <param name="delay">Used for every wait; null waits on <paramref name="clock"/>.</param>
    /// <exception cref="EstateException">The estate has problems; all of them.</exception>
    public SimulatedCloud(
        SimulatedAzureOptions options, TimeProvider clock, ILoggerFactory loggers,
        Func<string, IDisposable>? work = null, Func<TimeSpan, CancellationToken, Task>? delay = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _surroundings = new Surroundings(clock, loggers, work ?? (_ => NoWork.Instance), delay ?? ((wait, stop) => Task.Delay(wait, clock, stop)));
        _store = new SimStore(options.DatabasePath, options.Seed);
        try
        {
            EstateSeeder.Seed(_store, options.EstatePath, clock.GetUtcNow());
        }
        catch
        {
            _store.Dispose();
            throw;
        }

        _door = new FrontDoor(_store, options, _surroundings, _topics);
    }

    /// <summary>A handler for any HTTP client. Hosts that are not simulated fail; nothing leaves the process.</summary>
    /// <param name="principal">Who its requests count as, unless they carry a token of <see cref="CreateCredential"/>.</param>
    public HttpMessageHandler CreateHandler(string principal) => new SimulatedHandler(_door, principal);

    /// <summary>A transport for the client options of any Azure SDK.</summary>
    /// <param name="principal">As in <see cref="CreateHandler"/>.</param>
    public HttpPipelineTransport CreateTransport(string principal) => new HttpClientTransport(new HttpClient(CreateHandler(principal)) { Timeout = Timeout.InfiniteTimeSpan });

    /// <summary>A credential whose tokens name a principal and open nothing.</summary>
    /// <param name="principalId">Principal that the call log and the activity log will show.</param>
    public TokenCredential CreateCredential(string principalId) => new SimulatedCredential(principalId, _surroundings.Clock);

    /// <summary>Creates a topic, or returns the one with this name.</summary>
    public SimulatedTopic CreateTopic(TopicOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return _topics.GetOrAdd(options.Name, _ => new SimulatedTopic(_store, options, _surroundings));
    }

    /// <summary>Serves ARM under <c>/</c> and <c>/_sim/</c> over plain HTTP, for clients outside the process.</summary>
    public IEndpointConventionBuilder MapRoutes(IEndpointRouteBuilder routes) => HttpRoutes.Map(routes, HandleAsync);

    /// <summary>Serves one HTTP request; what <see cref="MapRoutes"/> maps.</summary>
    public Task HandleAsync(HttpContext context) => HttpRoutes.HandleAsync(_door, context);

    /// <summary>Stops deliveries and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var topic in _topics.Values)
        {
            await topic.DisposeAsync();
        }

        _store.Dispose();
    }

    private sealed class NoWork : IDisposable
    {
        public static readonly NoWork Instance = new();

        public void Dispose()
        {
            // Nothing is counted when nobody waits for it.
        }
    }
}

using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.ResourceManager;
using OpsAutomation.Core.Guardrails;
using OpsAutomation.Integrations.Arm.Budget;
using OpsAutomation.Integrations.Arm.Calls;

namespace OpsAutomation.Integrations.Arm;

/// <summary>
/// The one way to Azure Resource Manager: the typed client, and the bare pipeline for what has no typed one here. No SDK
/// retries (ours run on durable timers), a timeout on the given clock, and every call in the call log.
/// </summary>
public sealed class ArmGateway
{
    /// <summary>First API version that is used here and gives scale sets an ETag that PATCH honours.</summary>
    public const string ScaleSetApiVersion = "2024-07-01";

    internal static readonly GuardrailSettings TagAlone = new(1, TimeSpan.FromMinutes(1), "protected", ["true"]);

    private readonly HttpPipeline _pipeline;
    private readonly ConcurrentDictionary<string, HttpPipeline> _data = new(StringComparer.Ordinal);
    private readonly Func<string, HttpPipeline> _open;
    private readonly ReadBudget _reads;
    private readonly ArmOptions _options;

    /// <summary>Says by which tag a resource is protected, or null; the tenant's settings decide, <c>protected: true</c> where there are none.</summary>
    public Func<IEnumerable<KeyValuePair<string, string>>, string?> ProtectedBy { get; init; } = TagAlone.ProtectedBy;

    /// <summary>Builds the clients.</summary>
    /// <param name="credential">Who we are.</param>
    /// <param name="transport">What carries requests; null for the network.</param>
    /// <param name="clock">Time of timeouts, waits and the call log.</param>
    /// <param name="calls">Takes note of every call.</param>
    /// <param name="options">Endpoint and timeout; null for the defaults.</param>
    public ArmGateway(TokenCredential credential, HttpPipelineTransport? transport, TimeProvider clock, IArmCallLog calls, ArmOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(credential);
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(calls);
        Clock = clock;
        _options = options ?? new ArmOptions();
        _reads = new ReadBudget(_options.ReadBurst, _options.ReadsPerSecond, clock);

        // The audience has no trailing slash: the token is the same for every caller of the cloud.
        var environment = new ArmEnvironment(_options.Endpoint, _options.Endpoint.GetLeftPart(UriPartial.Authority));
        var typed = Prepare(new ArmClientOptions { Environment = environment }, transport, calls);
        typed.SetApiVersion(new ResourceType("Microsoft.Compute/virtualMachineScaleSets"), ScaleSetApiVersion);
        Client = new ArmClient(credential, defaultSubscriptionId: null, typed);
        _open = scope => HttpPipelineBuilder.Build(Prepare(new BareOptions(), transport, calls), new BearerTokenAuthenticationPolicy(credential, scope));
        _pipeline = _open(environment.DefaultScope);
    }

    /// <summary>How it was set up.</summary>
    public ArmOptions Options => _options;

    /// <summary>The typed client.</summary>
    public ArmClient Client { get; }

    /// <summary>The clock that everything here runs on.</summary>
    public TimeProvider Clock { get; }

    /// <summary>Calls the typed client under the timeout.</summary>
    /// <exception cref="TimeoutException">No answer in time; whether a change took effect is not known.</exception>
    public async Task<T> RunAsync<T>(Func<ArmClient, CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        using var timeout = new CancellationTokenSource(_options.Timeout, Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await call(Client, either.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"Azure did not answer in {_options.Timeout.TotalSeconds:0} seconds.", e);
        }
    }

    /// <summary>Sends a request and returns its answer.</summary>
    /// <param name="method">HTTP method.</param>
    /// <param name="address">Path and query, or an absolute address of this service (an operation, a next page).</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <param name="body">JSON body, or null for none.</param>
    /// <exception cref="RequestFailedException">Azure refused, or the connection broke.</exception>
    /// <exception cref="ArgumentException">The address is of another service: a token must not go there.</exception>
    public Task<ArmReply> SendAsync(RequestMethod method, string address, CancellationToken cancellationToken, JsonObject? body = null)
    {
        var uri = new Uri(_options.Endpoint, address);
        if (!string.Equals(uri.GetLeftPart(UriPartial.Authority), _options.Endpoint.GetLeftPart(UriPartial.Authority), StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException($"The address is of another service than {_options.Endpoint.Host}; it is not called.", nameof(address));
        }

        return SendAsync(_pipeline, method, uri, "application/json", body, cancellationToken);
    }

    /// <summary>Sends a request to the data of a service, with a token for that service alone.</summary>
    /// <param name="scope">What the token is for, for example <c>https://azconfig.io/.default</c>.</param>
    /// <param name="method">HTTP method.</param>
    /// <param name="address">Absolute https address; the caller has made sure that its host is one of the service's.</param>
    /// <param name="contentType">Media type of the body, and of the answer that is wanted.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <param name="body">JSON body, or null for none.</param>
    /// <exception cref="RequestFailedException">The service refused, or the connection broke.</exception>
    public Task<ArmReply> SendDataAsync(string scope, RequestMethod method, Uri address, string contentType, CancellationToken cancellationToken, JsonObject? body = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        return address.Scheme == Uri.UriSchemeHttps
            ? SendAsync(_data.GetOrAdd(scope, _open), method, address, contentType, body, cancellationToken)
            : throw new ArgumentException("A token goes over https only.", nameof(address));
    }

    private Task<ArmReply> SendAsync(HttpPipeline pipeline, RequestMethod method, Uri uri, string contentType, JsonObject? body, CancellationToken cancellationToken) =>
        RunAsync(
            async (_, token) =>
            {
                using var message = pipeline.CreateMessage();
                message.Request.Method = method;
                message.Request.Uri.Reset(uri);
                message.Request.Headers.Add("Accept", contentType);
                if (body is not null)
                {
                    message.Request.Headers.Add("Content-Type", contentType);
                    message.Request.Content = RequestContent.Create(BinaryData.FromString(body.ToJsonString()));
                }

                await pipeline.SendAsync(message, token);
                return message.Response.IsError ? throw new RequestFailedException(message.Response) : ArmReply.Of(message.Response, Clock.GetUtcNow());
            },
            cancellationToken);

    private T Prepare<T>(T options, HttpPipelineTransport? transport, IArmCallLog calls)
        where T : ClientOptions
    {
        options.Retry.MaxRetries = 0;

        // Only a net below the timeout on the clock: this one runs on the machine's own.
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(28);
        options.Diagnostics.IsLoggingContentEnabled = false;
        options.AddPolicy(new ReadBudgetPolicy(_reads), HttpPipelinePosition.PerCall);
        options.AddPolicy(new OperationPolicy(), HttpPipelinePosition.PerCall);

        // What is kept back at the last moment was no call.
        options.AddPolicy(new LastLookPolicy(), HttpPipelinePosition.BeforeTransport);
        options.AddPolicy(new CallLogPolicy(calls, Clock), HttpPipelinePosition.BeforeTransport);
        if (transport is not null)
        {
            options.Transport = transport;
        }

        return options;
    }

    private sealed class BareOptions : ClientOptions;
}

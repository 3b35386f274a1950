using System.Text.Json.Nodes;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using OpsAutomation.Integrations.Arm;
using OpsAutomation.Integrations.Arm.Calls;

namespace OpsAutomation.Integrations.Http;

/// <summary>
/// JSON over the Azure.Core pipeline with a token of one audience: for services without a typed client here. No SDK retries,
/// no content in logs, a timeout on the given clock, every call in the call log. Whoever calls decides which addresses are fit
/// for the token.
/// </summary>
internal sealed class TokenGateway
{
    private readonly HttpPipeline _pipeline;
    private readonly TimeSpan _timeout;

    /// <summary>Builds the pipeline.</summary>
    /// <param name="credential">Who we are.</param>
    /// <param name="transport">What carries requests; null for the network.</param>
    /// <param name="clock">Time of timeouts and the call log.</param>
    /// <param name="calls">Takes note of every call.</param>
    /// <param name="scope">Scope of the token.</param>
    /// <param name="timeout">How long one call may take.</param>
    public TokenGateway(TokenCredential credential, HttpPipelineTransport? transport, TimeProvider clock, IArmCallLog calls, string scope, TimeSpan timeout)
    {
        (Clock, _timeout) = (clock, timeout);
        var options = new BareOptions();
        options.Retry.MaxRetries = 0;
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(28);
        options.Diagnostics.IsLoggingContentEnabled = false;
        options.AddPolicy(new OperationPolicy(), HttpPipelinePosition.PerCall);

        // What is kept back at the last moment was no call.
        options.AddPolicy(new LastLookPolicy(), HttpPipelinePosition.BeforeTransport);
        options.AddPolicy(new CallLogPolicy(calls, clock), HttpPipelinePosition.BeforeTransport);
        if (transport is not null)
        {
            options.Transport = transport;
        }

        _pipeline = HttpPipelineBuilder.Build(options, new BearerTokenAuthenticationPolicy(credential, scope));
    }

    /// <summary>The clock.</summary>
    public TimeProvider Clock { get; }

    /// <summary>Sends a request once and returns its answer.</summary>
    /// <exception cref="RequestFailedException">It was refused, or the connection broke.</exception>
    /// <exception cref="TimeoutException">No answer in time; whether a change took effect is not known.</exception>
    public async Task<ArmReply> SendAsync(RequestMethod method, Uri address, JsonObject? body, Guid? requestId, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_timeout, Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        using var scope = requestId is { } id ? new OperationHeaders(id, IfMatch: null).Scope() : null;
        using var message = _pipeline.CreateMessage();
        message.Request.Method = method;
        message.Request.Uri.Reset(address);
        message.Request.Headers.Add("Accept", "application/json");
        if (body is not null)
        {
            message.Request.Headers.Add("Content-Type", "application/json");
            message.Request.Content = RequestContent.Create(BinaryData.FromString(body.ToJsonString()));
        }

        try
        {
            await _pipeline.SendAsync(message, either.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"{address.Host} did not answer in {_timeout.TotalSeconds:0} seconds.", e);
        }

        return message.Response.IsError ? throw new RequestFailedException(message.Response) : ArmReply.Of(message.Response, Clock.GetUtcNow());
    }

    private sealed class BareOptions : ClientOptions;
}

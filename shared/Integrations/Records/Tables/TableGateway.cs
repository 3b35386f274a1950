using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using OpsAutomation.Integrations.Http;
using OpsAutomation.Integrations.Records.Tables.Access;

namespace OpsAutomation.Integrations.Records.Tables;

/// <summary>What is sent with a request.</summary>
/// <param name="ContentType">Its type.</param>
/// <param name="Bytes">The body.</param>
internal sealed record TableContent(string ContentType, ReadOnlyMemory<byte> Bytes);

/// <summary>Sends requests to the table service and reads its answers. Each call is one attempt; see <see cref="Patience"/>.</summary>
internal sealed class TableGateway
{
    /// <summary>The first version of the service that takes Entra tokens for tables; pinned.</summary>
    private const string Version = "2020-12-06";

    private readonly HttpPipeline _pipeline;
    private readonly TableOptions _options;

    public TableGateway(TableAccount account, HttpPipelineTransport? transport, TimeProvider clock, TableOptions options)
    {
        Clock = clock;
        _options = options;
        var pipeline = new PipelineOptions();
        pipeline.Retry.MaxRetries = 0;

        // Only a net below the timeout on the clock: this one runs on the machine's own.
        pipeline.Retry.NetworkTimeout = TimeSpan.FromSeconds(28);
        pipeline.Diagnostics.IsLoggingContentEnabled = false;
        if (transport is not null)
        {
            pipeline.Transport = transport;
        }

        _pipeline = HttpPipelineBuilder.Build(pipeline, account.Policy(clock));
    }

    /// <summary>The clock of timeouts and waits.</summary>
    public TimeProvider Clock { get; }

    /// <summary>A new budget of retries.</summary>
    public Patience NewPatience() => new(_options, Clock);

    /// <summary>Reads, trying again while that may help.</summary>
    public async Task<TableReply> ReadAsync(Uri address, Patience patience, CancellationToken cancellationToken)
    {
        while (true)
        {
            var reply = await SendAsync(RequestMethod.Get, address, content: null, cancellationToken);
            if (reply.Done || !await patience.WaitAsync(reply, cancellationToken))
            {
                return reply;
            }
        }
    }

    /// <summary>Sends a request once.</summary>
    public async Task<TableReply> SendAsync(RequestMethod method, Uri address, TableContent? content, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_options.Timeout, Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        using var message = _pipeline.CreateMessage();
        Fill(message.Request, method, address, content);
        try
        {
            await _pipeline.SendAsync(message, either.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            return new TableReply(0, Code: null, $"The table service did not answer in {_options.Timeout.TotalSeconds:0} seconds.", Cause: e);
        }
        catch (RequestFailedException e) when (e.Status == 0)
        {
            return new TableReply(0, Code: null, "The connection to the table service could not be made or broke.", Cause: e);
        }

        return Reply(message.Response);
    }

    // The answer is copied out: its buffers go with the message.
    private TableReply Reply(Response response)
    {
        var body = response.Content.ToArray();
        if (!response.IsError)
        {
            return new TableReply(response.Status, Code: null, string.Empty)
            {
                Body = body,
                Next = Header(response, "x-ms-continuation-NextPartitionKey") is { } partition
                    ? new Continuation(partition, Header(response, "x-ms-continuation-NextRowKey"))
                    : null,
            };
        }

        var wait = RetryAfter.Read(Header(response, "Retry-After"), Clock.GetUtcNow());
        return TableReply.Failed(response.Status, body, Header(response, "x-ms-error-code"), wait);
    }

    private static string? Header(Response response, string name) => response.Headers.TryGetValue(name, out var value) ? value : null;

    private static void Fill(Request request, RequestMethod method, Uri address, TableContent? content)
    {
        request.Method = method;
        request.Uri.Reset(address);
        request.Headers.Add("x-ms-version", Version);
        request.Headers.Add("DataServiceVersion", "3.0");
        request.Headers.Add("Accept", "application/json;odata=minimalmetadata");
        if (content is not null)
        {
            request.Headers.Add("Content-Type", content.ContentType);
            request.Headers.Add("Prefer", "return-no-content");
            request.Content = RequestContent.Create(content.Bytes);
        }
    }

    private sealed class PipelineOptions : ClientOptions;
}

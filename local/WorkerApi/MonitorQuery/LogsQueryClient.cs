using System.Text.Json;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Monitor.Query.Models;

namespace Azure.Monitor.Query;

/// <summary>Runs log queries: <c>POST {endpoint}/v1/workspaces/{id}/query</c>, or <c>/v1/{resource}/query</c>.</summary>
public class LogsQueryClient
{
    private const string Scope = "https://api.loganalytics.io/.default";
    private static readonly Uri DefaultEndpoint = new("https://api.loganalytics.io");
    private static readonly TimeSpan TimeoutMargin = TimeSpan.FromSeconds(15);
    private readonly HttpPipeline _pipeline;

    /// <summary>For a stand-in in tests.</summary>
    protected LogsQueryClient()
    {
    }

    /// <summary>The public cloud.</summary>
    public LogsQueryClient(TokenCredential credential)
        : this(credential, null)
    {
    }

    /// <summary>The public cloud.</summary>
    public LogsQueryClient(TokenCredential credential, LogsQueryClientOptions options)
        : this(DefaultEndpoint, credential, options)
    {
    }

    /// <summary>Another endpoint.</summary>
    public LogsQueryClient(Uri endpoint, TokenCredential credential)
        : this(endpoint, credential, null)
    {
    }

    /// <summary>Another endpoint.</summary>
    public LogsQueryClient(Uri endpoint, TokenCredential credential, LogsQueryClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(credential);
        Endpoint = endpoint;
        _pipeline = HttpPipelineBuilder.Build(
            options ?? new LogsQueryClientOptions(),
            new BearerTokenAuthenticationPolicy(credential, Scope));
    }

    /// <summary>Where requests go.</summary>
    public Uri Endpoint { get; }

    /// <summary>Queries a workspace. An answer other than 200 is a <see cref="RequestFailedException"/>.</summary>
    public virtual Task<Response<LogsQueryResult>> QueryWorkspaceAsync(
        string workspaceId,
        string query,
        QueryTimeRange timeRange,
        LogsQueryOptions options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(workspaceId);
        return QueryAsync($"/v1/workspaces/{Uri.EscapeDataString(workspaceId)}/query", query, timeRange, options, cancellationToken);
    }

    /// <summary>Queries the logs of a resource. An answer other than 200 is a <see cref="RequestFailedException"/>.</summary>
    public virtual Task<Response<LogsQueryResult>> QueryResourceAsync(
        ResourceIdentifier resourceId,
        string query,
        QueryTimeRange timeRange,
        LogsQueryOptions options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(resourceId);
        return QueryAsync($"/v1/{resourceId.ToString().TrimStart('/')}/query", query, timeRange, options, cancellationToken);
    }

    private async Task<Response<LogsQueryResult>> QueryAsync(
        string path,
        string query,
        QueryTimeRange timeRange,
        LogsQueryOptions options,
        CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(query);
        using var message = _pipeline.CreateMessage();
        var request = message.Request;
        request.Method = RequestMethod.Post;
        request.Uri.Reset(Endpoint);
        request.Uri.AppendPath(path, escape: false);
        request.Headers.Add("Accept", "application/json");
        request.Headers.Add("Content-Type", "application/json");
        request.Content = Body(query, timeRange);
        if (options?.ServerTimeout is { } timeout)
        {
            request.Headers.Add("Prefer", $"wait={(long)timeout.TotalSeconds}");

            // The pipeline must not give up before the service does.
            message.NetworkTimeout = timeout + TimeoutMargin;
        }

        await _pipeline.SendAsync(message, cancellationToken).ConfigureAwait(false);
        if (message.Response.Status != 200)
        {
            throw new RequestFailedException(message.Response);
        }

        var result = await LogsAnswer.ReadAsync(message.Response, cancellationToken).ConfigureAwait(false);
        return result.Error is not { } error || options?.AllowPartialErrors == true
            ? Response.FromValue(result, message.Response)
            : throw new RequestFailedException(
                message.Response.Status,
                "The result was returned but contained a partial error. To let partial errors pass, set "
                + $"{nameof(LogsQueryOptions)}.{nameof(LogsQueryOptions.AllowPartialErrors)}. {error.Code}: {error.Message}",
                error.Code,
                null);
    }

    private static RequestContent Body(string query, QueryTimeRange timeRange)
    {
        var body = new Dictionary<string, string>(StringComparer.Ordinal) { ["query"] = query };
        if (timeRange.ToWire() is { } span)
        {
            body["timespan"] = span;
        }

        return RequestContent.Create(JsonSerializer.SerializeToUtf8Bytes(body));
    }
}

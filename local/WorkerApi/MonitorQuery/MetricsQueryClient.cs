using System.Xml;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Monitor.Query.Models;

namespace Azure.Monitor.Query;

/// <summary>
/// Reads metrics of one resource:
/// <c>GET {endpoint}/{resource}/providers/microsoft.insights/metrics?api-version=2018-01-01</c>.
/// </summary>
public class MetricsQueryClient
{
    private const string ApiVersion = "2018-01-01";
    private const string Scope = "https://management.azure.com/.default";
    private static readonly Uri DefaultEndpoint = new("https://management.azure.com");
    private readonly HttpPipeline _pipeline;

    /// <summary>For a stand-in in tests.</summary>
    protected MetricsQueryClient()
    {
    }

    /// <summary>The public cloud.</summary>
    public MetricsQueryClient(TokenCredential credential)
        : this(credential, null)
    {
    }

    /// <summary>The public cloud.</summary>
    public MetricsQueryClient(TokenCredential credential, MetricsQueryClientOptions options)
        : this(DefaultEndpoint, credential, options)
    {
    }

    /// <summary>Another endpoint.</summary>
    public MetricsQueryClient(Uri endpoint, TokenCredential credential, MetricsQueryClientOptions options = null)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(credential);
        Endpoint = endpoint;
        _pipeline = HttpPipelineBuilder.Build(
            options ?? new MetricsQueryClientOptions(),
            new BearerTokenAuthenticationPolicy(credential, Scope));
    }

    /// <summary>Where requests go.</summary>
    public Uri Endpoint { get; }

    /// <summary>Reads metrics by name. An answer other than 200 is a <see cref="RequestFailedException"/>.</summary>
    public virtual async Task<Response<MetricsQueryResult>> QueryResourceAsync(
        string resourceId,
        IEnumerable<string> metrics,
        MetricsQueryOptions options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(resourceId);
        ArgumentNullException.ThrowIfNull(metrics);
        using var message = _pipeline.CreateMessage();
        message.Request.Method = RequestMethod.Get;
        message.Request.Headers.Add("Accept", "application/json");
        Fill(message.Request.Uri, resourceId, metrics, options ?? new MetricsQueryOptions());

        await _pipeline.SendAsync(message, cancellationToken).ConfigureAwait(false);
        return message.Response.Status == 200
            ? Response.FromValue(await MetricsAnswer.ReadAsync(message.Response, cancellationToken).ConfigureAwait(false), message.Response)
            : throw new RequestFailedException(message.Response);
    }

    private void Fill(RequestUriBuilder uri, string resourceId, IEnumerable<string> metrics, MetricsQueryOptions options)
    {
        uri.Reset(Endpoint);
        uri.AppendPath(resourceId.StartsWith('/') ? resourceId : "/" + resourceId, escape: false);
        uri.AppendPath("/providers/microsoft.insights/metrics", escape: false);
        Add(uri, "timespan", options.TimeRange?.ToWire());
        Add(uri, "interval", options.Granularity is { } interval ? XmlConvert.ToString(interval) : null);

        // The list is separated by commas, so the service wants a comma within a name written as %2.
        Add(uri, "metricnames", Joined(metrics.Select(m => m.Replace(",", "%2", StringComparison.Ordinal))));
        Add(uri, "aggregation", Joined(options.Aggregations.Select(a => a.ToString().ToLowerInvariant())));
        Add(uri, "top", options.Size?.ToString());
        Add(uri, "orderby", options.OrderBy);
        Add(uri, "$filter", options.Filter);
        Add(uri, "api-version", ApiVersion);
        Add(uri, "metricnamespace", options.MetricNamespace);
    }

    private static string Joined(IEnumerable<string> values) => string.Join(',', values);

    private static void Add(RequestUriBuilder uri, string name, string value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            uri.AppendQuery(name, value, escapeValue: true);
        }
    }
}

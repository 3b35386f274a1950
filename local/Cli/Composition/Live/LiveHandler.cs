namespace OpsAutomation.Cli.Composition.Live;

/// <summary>
/// Carries requests to the network, but for those to the topic: Event Grid cannot reach a loopback port, so what is published is
/// delivered here, to the same endpoint and in the same form. What the handler does not take stays in the intake ledger, and the
/// sweeper publishes it again.
/// </summary>
internal sealed class LiveHandler : DelegatingHandler
{
    /// <summary>Where alerts are published. The name belongs to nobody and never resolves (RFC 6761).</summary>
    public static readonly Uri Topic = new("https://opsautomation.invalid/api/events");

    private HttpMessageInvoker? _host;
    private Uri? _endpoint;

    /// <summary>Says where the topic's events go; what is published before is refused, and published again later.</summary>
    /// <param name="host">The host's own handler.</param>
    /// <param name="endpoint">The address of the function, with the key.</param>
    public void Connect(HttpMessageHandler host, Uri endpoint) => (_endpoint, _host) = (endpoint, new HttpMessageInvoker(host));

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!string.Equals(request.RequestUri!.Host, Topic.Host, StringComparison.OrdinalIgnoreCase))
        {
            return await base.SendAsync(request, cancellationToken);
        }

        if (_host is not { } host)
        {
            return new HttpResponseMessage(System.Net.HttpStatusCode.ServiceUnavailable) { RequestMessage = request };
        }

        using var delivery = new HttpRequestMessage(HttpMethod.Post, _endpoint)
        {
            Content = new ByteArrayContent(await request.Content!.ReadAsByteArrayAsync(cancellationToken)),
        };
        delivery.Content.Headers.ContentType = request.Content.Headers.ContentType;
        using var answer = await host.SendAsync(delivery, cancellationToken);
        return new HttpResponseMessage(answer.IsSuccessStatusCode ? System.Net.HttpStatusCode.OK : answer.StatusCode) { RequestMessage = request };
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _host?.Dispose();
        }

        base.Dispose(disposing);
    }
}

namespace OpsAutomation.Integrations.Http;

/// <summary>
/// Gets a small document over https from an address that was checked before. Redirects are not followed (the client's handler
/// must not), and time and size have a limit. Whatever fails gives null: nobody outside learns why.
/// </summary>
internal sealed class BoundedGet(HttpClient client, TimeProvider clock)
{
    /// <summary>The most bytes of an answer: key sets and certificates have a few kilobytes.</summary>
    public const int MaxBytes = 256 * 1024;

    /// <summary>The longest that one request may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The body of an answer with status 200, or null.</summary>
    public async Task<byte[]?> TryAsync(Uri address, CancellationToken cancellationToken)
    {
        if (address.Scheme != Uri.UriSchemeHttps)
        {
            return null;
        }

        using var timeout = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var response = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return response.StatusCode == System.Net.HttpStatusCode.OK ? await ReadAsync(response.Content, either.Token) : null;
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }

    private static async Task<byte[]?> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        using var kept = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (kept.Length + read > MaxBytes)
            {
                return null;
            }

            kept.Write(buffer, 0, read);
        }

        return kept.ToArray();
    }
}

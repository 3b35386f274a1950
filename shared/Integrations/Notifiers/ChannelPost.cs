using System.Net.Http.Headers;
using System.Text;
using OpsAutomation.Core.Notifications;
using OpsAutomation.Integrations.Http;

namespace OpsAutomation.Integrations.Notifiers;

/// <summary>
/// Sends one request to a channel and says what became of it. Addresses and keys are secrets: they are in no log, no
/// exception and no reason, and redirects are not followed with them.
/// </summary>
/// <param name="client">Sends it; its handler follows no redirects.</param>
/// <param name="clock">Time of the timeout, and of a Retry-After that is a date.</param>
/// <param name="channel">Name of the channel, for a person.</param>
/// <param name="timeout">How long one request may take.</param>
internal sealed class ChannelPost(HttpClient client, TimeProvider clock, string channel, TimeSpan timeout)
{
    /// <summary>Bytes of an answer that are looked at.</summary>
    private const int MaxAnswer = 64 * 1024;

    /// <summary>Posts JSON.</summary>
    public Task<ChannelReply> SendAsync(Uri address, string json, CancellationToken cancellationToken) =>
        SendAsync(() => new HttpRequestMessage(HttpMethod.Post, address) { Content = Json(json) }, cancellationToken);

    /// <summary>Sends a request.</summary>
    public async Task<ChannelReply> SendAsync(Func<HttpRequestMessage> build, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var request = build();
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var wait = RetryAfter.Read(response.Headers.TryGetValues("Retry-After", out var values) ? values.FirstOrDefault() : null, clock.GetUtcNow());
            var code = (int)response.StatusCode;
            var body = code is >= 200 and < 300 ? await StartOfAsync(response.Content, either.Token) : string.Empty;
            return new ChannelReply(HttpAnswer.Judge(channel, code, wait), code, body, wait);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Failed($"{channel} did not answer in {timeout.TotalSeconds:0} seconds.", retry: true);
        }
        catch (HttpRequestException e) when (e.InnerException is AddressRefusedException refused)
        {
            return Failed($"{channel} was not called: {refused.Message}", retry: false);
        }
        catch (HttpRequestException e)
        {
            // The message of the exception names the host, so only its kind is told.
            return Failed($"{channel} could not be reached ({e.HttpRequestError}).", retry: true);
        }
        catch (IOException)
        {
            return Failed($"The connection to {channel} broke.", retry: true);
        }
    }

    /// <summary>A body of JSON.</summary>
    public static StringContent Json(string json) => new(json, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));

    private static ChannelReply Failed(string reason, bool retry) => new(new Delivery(false, retry, null, reason), 0, string.Empty, null);

    private static async Task<string> StartOfAsync(HttpContent content, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[MaxAnswer];
        var length = await stream.ReadAtLeastAsync(buffer, MaxAnswer, throwOnEndOfStream: false, cancellationToken);
        return Encoding.UTF8.GetString(buffer, 0, length);
    }
}

/// <summary>What a channel answered.</summary>
/// <param name="Delivery">What that means.</param>
/// <param name="Code">The status; 0 where none came.</param>
/// <param name="Body">Start of the body of a success, else empty.</param>
/// <param name="Wait">What it asks to wait, or null.</param>
internal sealed record ChannelReply(Delivery Delivery, int Code, string Body, TimeSpan? Wait);

using System.Net;
using System.Net.Http.Headers;
using System.Text;
using OpsAutomation.Core.Notifications;
using OpsAutomation.Integrations.Http;

namespace OpsAutomation.Integrations.Notifiers.Teams;

/// <summary>
/// Posts a card to a Teams webhook. The address is a secret: it is in no log, no exception and no reason, and redirects
/// are not followed with it.
/// </summary>
/// <param name="client">Sends the post; its handler follows no redirects.</param>
/// <param name="options">The webhook.</param>
/// <param name="clock">Time of the timeout, and of a Retry-After that is a date.</param>
public sealed class TeamsNotifier(HttpClient client, TeamsOptions options, TimeProvider clock) : INotifier
{
    /// <summary>Bytes of an answer that are looked at.</summary>
    private const int MaxAnswer = 4096;

    /// <inheritdoc/>
    public string Channel => "teams";

    /// <inheritdoc/>
    public async Task<Delivery> SendAsync(Notice notice, CancellationToken cancellationToken)
    {
        if (TeamsCard.Message(notice) is not { } message)
        {
            return new Delivery(false, false, null, "The message is larger than Teams takes, even without its details.");
        }

        using var timeout = new CancellationTokenSource(options.Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, options.WebhookUrl);
            request.Content = new StringContent(message, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return TeamsAnswer.Judge(
                response.StatusCode,
                response.StatusCode == HttpStatusCode.OK ? await StartOfAsync(response.Content, either.Token) : string.Empty,
                RetryAfter.Read(response.Headers.TryGetValues("Retry-After", out var values) ? values.FirstOrDefault() : null, clock.GetUtcNow()));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new Delivery(false, true, null, $"Teams did not answer in {options.Timeout.TotalSeconds:0} seconds.");
        }
        catch (HttpRequestException e)
        {
            // The message of the exception names the host, so only its kind is told.
            return new Delivery(false, true, null, $"Teams could not be reached ({e.HttpRequestError}).");
        }
        catch (IOException)
        {
            return new Delivery(false, true, null, "The connection to Teams broke.");
        }
    }

    private static async Task<string> StartOfAsync(HttpContent content, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[MaxAnswer];
        var length = await stream.ReadAtLeastAsync(buffer, MaxAnswer, throwOnEndOfStream: false, cancellationToken);
        return Encoding.UTF8.GetString(buffer, 0, length);
    }
}

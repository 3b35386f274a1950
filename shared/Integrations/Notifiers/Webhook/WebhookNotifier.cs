using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OpsAutomation.Core.Notifications;

namespace OpsAutomation.Integrations.Notifiers.Webhook;

/// <summary>
/// Posts notices as JSON, signed as Standard Webhooks 1.0 has it: <c>webhook-signature: v1,</c> and the Base64 of HMAC-SHA-256
/// over <c>id.timestamp.body</c>. The id is the same for every try of one notice, so a receiver can drop what it had.
/// </summary>
/// <param name="client">Sends the post; its handler follows no redirects.</param>
/// <param name="options">The address and the key; both are secrets.</param>
/// <param name="clock">Time of the signature and the timeout.</param>
public sealed class WebhookNotifier(HttpClient client, WebhookOptions options, TimeProvider clock) : INotifier
{
    private readonly ChannelPost _post = new(client, clock, "The webhook", ChannelTimeouts.Default);

    /// <inheritdoc/>
    public string Channel => "webhook";

    /// <inheritdoc/>
    public async Task<Delivery> SendAsync(Notice notice, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(notice);
        var body = WebhookBody.Of(notice);
        var id = Id(notice);
        var seconds = clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = Convert.ToBase64String(HMACSHA256.HashData(options.KeyBytes()!, Encoding.UTF8.GetBytes($"{id}.{seconds}.{body}")));
        var reply = await _post.SendAsync(
            () =>
            {
                var request = new HttpRequestMessage(HttpMethod.Post, options.Url) { Content = ChannelPost.Json(body) };
                request.Headers.Add("webhook-id", id);
                request.Headers.Add("webhook-timestamp", seconds);
                request.Headers.Add("webhook-signature", $"v1,{signature}");
                return request;
            },
            cancellationToken);
        return reply.Delivery;
    }

    private static string Id(Notice notice) => $"{notice.Incident.Id}-{notice.Key}";
}

using OpsAutomation.Core.Notifications;

namespace OpsAutomation.Integrations.Notifiers.Slack;

/// <summary>Posts a message to an incoming webhook of Slack.</summary>
/// <param name="client">Sends the post; its handler follows no redirects.</param>
/// <param name="options">The webhook; its address is a secret.</param>
/// <param name="clock">Time of the timeout, and of a Retry-After that is a date.</param>
public sealed class SlackNotifier(HttpClient client, SlackOptions options, TimeProvider clock) : INotifier
{
    private readonly ChannelPost _post = new(client, clock, "Slack", ChannelTimeouts.Default);

    /// <inheritdoc/>
    public string Channel => "slack";

    /// <inheritdoc/>
    public async Task<Delivery> SendAsync(Notice notice, CancellationToken cancellationToken) =>
        (await _post.SendAsync(options.WebhookUrl!, SlackMessage.Of(notice).ToJsonString(), cancellationToken)).Delivery;
}

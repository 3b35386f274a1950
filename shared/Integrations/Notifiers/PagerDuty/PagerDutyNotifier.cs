using OpsAutomation.Core.Notifications;

namespace OpsAutomation.Integrations.Notifiers.PagerDuty;

/// <summary>Sends pages, and their ends, to the Events API v2 of PagerDuty.</summary>
/// <param name="client">Sends the event; its handler follows no redirects.</param>
/// <param name="options">The key; a secret.</param>
/// <param name="clock">Time of the timeout, and of a Retry-After that is a date.</param>
public sealed class PagerDutyNotifier(HttpClient client, PagerDutyOptions options, TimeProvider clock) : INotifier
{
    private readonly ChannelPost _post = new(client, clock, "PagerDuty", ChannelTimeouts.Default);

    /// <inheritdoc/>
    public string Channel => "pagerduty";

    /// <inheritdoc/>
    public async Task<Delivery> SendAsync(Notice notice, CancellationToken cancellationToken) =>
        PagerDutyEvent.Of(notice, options.RoutingKey!) is { } body
            ? (await _post.SendAsync(new Uri(options.Endpoint, "v2/enqueue"), body.ToJsonString(), cancellationToken)).Delivery
            : Delivery.NotForThis("PagerDuty is told of pages and of ends.");
}

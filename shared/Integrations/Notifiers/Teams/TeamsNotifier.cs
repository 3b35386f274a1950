using System.Text.RegularExpressions;
using OpsAutomation.Core.Notifications;

namespace OpsAutomation.Integrations.Notifiers.Teams;

/// <summary>Posts a card to a Teams webhook.</summary>
/// <param name="client">Sends the post; its handler follows no redirects.</param>
/// <param name="options">The webhook; its address is a secret.</param>
/// <param name="clock">Time of the timeout, and of a Retry-After that is a date.</param>
public sealed partial class TeamsNotifier(HttpClient client, TeamsOptions options, TimeProvider clock) : INotifier
{
    private readonly ChannelPost _post = new(client, clock, "Teams", options.Timeout);

    /// <inheritdoc/>
    public string Channel => "teams";

    /// <inheritdoc/>
    public async Task<Delivery> SendAsync(Notice notice, CancellationToken cancellationToken)
    {
        if (TeamsCard.Message(notice) is not { } message)
        {
            return new Delivery(false, false, null, "The message is larger than Teams takes, even without its details.");
        }

        var reply = await _post.SendAsync(options.WebhookUrl!, message, cancellationToken);

        // The older connectors answer 200 and write the failure of the service behind them into the body.
        return reply.Code == 200 && InBody().Match(reply.Body) is { Success: true } match
            ? HttpAnswer.Judge("Teams", int.Parse(match.Groups["code"].ValueSpan), reply.Wait)
            : reply.Delivery;
    }

    [GeneratedRegex(@"HTTP error (?<code>[1-5][0-9]{2})", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex InBody();
}

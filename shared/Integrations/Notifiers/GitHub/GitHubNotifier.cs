using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Notifications;

namespace OpsAutomation.Integrations.Notifiers.GitHub;

/// <summary>
/// One issue for each incident that is a ticket: opened, commented, closed. A public repository is refused, since it would tell
/// the world what is broken. The list of recent issues is read before one is opened, so that an answer that was lost does not
/// make a second one.
/// </summary>
/// <param name="client">Sends the requests; its handler follows no redirects.</param>
/// <param name="options">The repository and the token; the token is a secret.</param>
/// <param name="clock">Time of the timeout, and of a Retry-After that is a date.</param>
public sealed class GitHubNotifier(HttpClient client, GitHubOptions options, TimeProvider clock) : INotifier
{
    private readonly ChannelPost _post = new(client, clock, "GitHub", ChannelTimeouts.Default);
    private volatile bool _private;

    /// <inheritdoc/>
    public string Channel => "github";

    /// <inheritdoc/>
    public bool Files => true;

    /// <inheritdoc/>
    public async Task<Delivery> SendAsync(Notice notice, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(notice);
        var ended = notice.Kind == NoticeKind.Update && notice.Incident.Status is IncidentStatus.Resolved or IncidentStatus.Closed;
        var known = notice.References.GetValueOrDefault(Channel);
        if (known is null && (ended || notice.Urgency != Urgency.Ticket))
        {
            return Delivery.NotForThis(ended ? "No ticket was opened." : "GitHub holds tickets, and this is a page.");
        }

        return await WhyNotAsync(cancellationToken) is { } refused ? refused
            : known is null ? await OpenAsync(notice, cancellationToken)
            : await GoOnAsync(notice, known, ended, cancellationToken);
    }

    private async Task<Delivery> OpenAsync(Notice notice, CancellationToken cancellationToken)
    {
        var title = $"[{notice.Incident.Id}] ";
        var listed = await SendAsync(HttpMethod.Get, "issues?state=all&sort=created&direction=desc&per_page=100", null, cancellationToken);
        if (!listed.Delivery.Delivered)
        {
            return listed.Delivery;
        }

        if (Items(listed.Body).FirstOrDefault(i => Text(i, "title")?.StartsWith(title, StringComparison.Ordinal) == true) is { } there)
        {
            return new Delivery(true, false, null, "GitHub has the ticket already.") { Reference = Text(there, "number") };
        }

        var body = new JsonObject { ["title"] = title + PlainText.Of(notice.Incident.Title, 200), ["body"] = GitHubText.Of(notice) };
        var opened = await SendAsync(HttpMethod.Post, "issues", body, cancellationToken);
        return opened.Delivery with { Reference = opened.Delivery.Delivered && Item(opened.Body) is { } issue ? Text(issue, "number") : null };
    }

    // Closed before it is commented: whoever tries again closes it again, which changes nothing, and comments once.
    private async Task<Delivery> GoOnAsync(Notice notice, string number, bool ended, CancellationToken cancellationToken)
    {
        if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var issue))
        {
            return new Delivery(false, false, null, "The number of the ticket is damaged.");
        }

        if (ended)
        {
            var closed = await SendAsync(HttpMethod.Patch, $"issues/{issue}", new JsonObject { ["state"] = "closed", ["state_reason"] = "completed" }, cancellationToken);
            if (!closed.Delivery.Delivered)
            {
                return closed.Delivery;
            }
        }

        return (await SendAsync(HttpMethod.Post, $"issues/{issue}/comments", new JsonObject { ["body"] = GitHubText.Of(notice) }, cancellationToken)).Delivery;
    }

    private async Task<Delivery?> WhyNotAsync(CancellationToken cancellationToken)
    {
        if (_private)
        {
            return null;
        }

        var reply = await SendAsync(HttpMethod.Get, string.Empty, null, cancellationToken);
        if (!reply.Delivery.Delivered)
        {
            return reply.Delivery;
        }

        // What does not say that it is private counts as public.
        if (Item(reply.Body) is not { } repository || Text(repository, "private") != "true")
        {
            return new Delivery(false, false, null, "The GitHub repository is not private; tickets tell what is broken, and are not written there.");
        }

        _private = true;
        return null;
    }

    private async Task<ChannelReply> SendAsync(HttpMethod method, string path, JsonObject? body, CancellationToken cancellationToken)
    {
        var reply = await _post.SendAsync(
            () =>
            {
                var request = new HttpRequestMessage(method, new Uri(options.Api, $"repos/{options.Repository}{(path.Length > 0 ? "/" : string.Empty)}{path}"));
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", options.Token);
                request.Headers.Accept.ParseAdd("application/vnd.github+json");
                request.Headers.UserAgent.ParseAdd("OpsAutomation");
                request.Headers.Add("X-GitHub-Api-Version", "2022-11-28");
                if (body is not null)
                {
                    request.Content = ChannelPost.Json(body.ToJsonString());
                }

                return request;
            },
            cancellationToken);

        // GitHub, "Rate limits for the REST API": the secondary limit answers 403 with Retry-After.
        return reply is { Code: 403, Wait: { } wait } ? reply with { Delivery = new Delivery(false, true, wait, "GitHub is receiving too much (403).") } : reply;
    }

    private static IEnumerable<JsonObject> Items(string body) => (Parse(body) as JsonArray ?? []).OfType<JsonObject>();

    private static JsonObject? Item(string body) => Parse(body) as JsonObject;

    private static string? Text(JsonObject item, string name) => item[name] is JsonValue value ? value.ToString() : null;

    private static JsonNode? Parse(string body)
    {
        try
        {
            return JsonNode.Parse(body);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
